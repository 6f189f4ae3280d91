import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until, visitOf } from '../fleet/fixtures/worker-double.js';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';
import { Listener, preview } from '../live/fixtures/listener.js';

interface Document {
  readonly channels: { readonly live: { readonly messages: Record<string, { readonly payload: { readonly schema: object } }> } };
  readonly operations: Record<'hear' | 'say', { readonly messages: readonly { readonly $ref: string }[] }>;
}

let test: TestApp;
let document: Document;
beforeAll(async () => {
  test = await startTestApp({ liveLimits: { heartbeatMs: 100 } });
  document = (await test.stranger.get('/api/asyncapi.json').expect(200)).body as Document;
});
afterAll(() => test.close());

const validate = (name: string, message: unknown) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const check = ajv.compile(document.channels.live.messages[name]!.payload.schema);
  return check(message) ? [] : check.errors;
};

describe('the AsyncAPI document', () => {
  it('refers to messages that are there', () => {
    for (const { messages } of Object.values(document.operations))
      for (const { $ref } of messages) expect(document.channels.live.messages).toHaveProperty($ref.split('/').at(-1)!);
  });

  it('says of every message what really comes', async () => {
    await test.rest.post('/api/v1/cameras').send({ id: 'door', name: 'Door', url: 'rtsp://192.0.2.1/' }).expect(201);
    await test.rest.post('/api/v1/cameras').send({ id: 'gate', name: 'Gate', url: 'rtsp://192.0.2.1/' }).expect(201);
    const listener = await Listener.connect(test.app.url);
    listener.send({ type: 'subscribe', topics: ['visits', 'audience', 'hour', 'cameras', 'preview', 'published'] });
    listener.send('not JSON');
    await until(() => listener.of('subscribed').length === 1);
    test.worker.say({ kind: 'visit', visit: visitOf() }, { kind: 'preview', preview: preview('door') });
    await test.rest.delete('/api/v1/cameras/gate').expect(204);
    const real = [
      'hello',
      'subscribed',
      'heartbeat',
      'visit',
      'audience',
      'hour',
      'camera',
      'camera-removed',
      'preview',
      'error',
    ];
    await until(() => real.every((type) => listener.all.some((message) => message.type === type)));
    for (const message of listener.all) expect(validate(message.type, message), message.type).toEqual([]);
    listener.end();
    const documented = document.operations.hear.messages.map(({ $ref }) => $ref.split('/').at(-1)!);
    expect(documented.toSorted()).toEqual([...real, 'camera-event', 'published'].toSorted());
  });

  it('refuses what is not so', () => {
    expect(validate('visit', { type: 'visit' })).not.toEqual([]);
    expect(validate('subscribe', { type: 'subscribe', topics: ['everything'] })).not.toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';
import { until, visitOf } from '../fleet/fixtures/worker-double.js';
import { AUTHORIZATION, Listener, preview } from './fixtures/listener.js';

const DOOR = { id: 'door', name: 'Door', url: 'rtsp://192.0.2.1/' };

let test: TestApp;
let listeners: Listener[];
beforeEach(() => (listeners = []));
afterEach(async () => {
  for (const listener of listeners) listener.end();
  await test.close();
});

async function connect(headers = AUTHORIZATION): Promise<Listener> {
  const listener = await Listener.connect(test.app.url, headers);
  listeners.push(listener);
  return listener;
}

describe('a subscription', () => {
  beforeEach(async () => {
    test = await startTestApp();
    await test.rest.post('/api/v1/cameras').send(DOOR).expect(201);
    await test.rest
      .post('/api/v1/cameras')
      .send({ ...DOOR, id: 'gate', name: 'Gate' })
      .expect(201);
  });

  it('survives bad messages: each is answered with the field and the remedy', async () => {
    const listener = await connect(AUTHORIZATION);
    const bad = [
      '{',
      { type: 'subscribe', topics: ['faces'] },
      { type: 'subscribe', topics: [], more: 1 },
      { type: 'dance' },
      [],
    ];
    for (const message of bad) listener.send(message);
    listener.socket.send(Buffer.from([1, 2, 3]));
    await until(() => listener.heard.length === bad.length + 1);
    expect(listener.heard.every((message) => message.type === 'error' && message.remedy !== '')).toBe(true);
    expect(listener.heard[1]).toMatchObject({
      code: 'invalid_input',
      field: 'topics[0]',
      remedy: expect.stringContaining('visits'),
    });
    listener.send({ type: 'subscribe', topics: ['cameras'] });
    await until(() => listener.types().includes('camera'));
  });

  it('ends for one who talks too much or too long', async () => {
    const chatty = await connect(AUTHORIZATION);
    for (let count = 0; count < 101; count += 1) chatty.send({ type: 'subscribe', topics: ['visits'] });
    const lengthy = await connect(AUTHORIZATION);
    lengthy.send('x'.repeat(20_000));
    await until(() => chatty.closed !== null && lengthy.closed !== null);
    expect([chatty.closed!.code, lengthy.closed!.code]).toEqual([1008, 1009]);
  });

  it('says at once that the worker is gone, and ends its visits', async () => {
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['cameras', 'visits'], cameraIds: ['door'] });
    await until(() => listener.of('subscribed').length === 1);
    test.worker.say({ kind: 'visit', visit: visitOf() });
    await until(() => listener.of('visit').length === 1);
    const before = listener.heard.length;
    process.kill(test.worker.run.pid, 'SIGKILL');
    await until(() => listener.heard.length >= before + 2);
    expect(listener.heard.slice(before, before + 2)).toEqual([
      expect.objectContaining({ type: 'visit', final: true, cameraId: 'door' }),
      expect.objectContaining({ type: 'camera', state: 'reconnecting', error: expect.objectContaining({ code: 'worker_down' }) }),
    ]);
  });

  it('to previews is what makes the worker send them', async () => {
    const wanted = () => test.worker.run.states.map(({ watchedCameraIds }) => watchedCameraIds.join());
    const demands = () => wanted().filter((ids, index, all) => ids !== (all[index - 1] ?? ''));
    expect(demands()).toEqual([]);
    const one = await connect(AUTHORIZATION);
    one.send({ type: 'subscribe', topics: ['preview'], cameraIds: ['gate', 'nowhere'] });
    await until(() => demands().length === 1);
    const all = await connect(AUTHORIZATION);
    all.send({ type: 'subscribe', topics: ['preview'] });
    await until(() => demands().length === 2);
    all.socket.close();
    await until(() => demands().length === 3);
    one.send({ type: 'subscribe', topics: ['visits'] });
    await until(() => demands().length === 4);
    expect(demands()).toEqual(['gate', 'door,gate', 'gate', '']);
  });
});

describe('a subscriber that stops reading', () => {
  it('costs a bounded amount, is closed, and does not hold up the others', async () => {
    test = await startTestApp({ liveLimits: { outbox: { highWaterBytes: 64 * 1024, maxWaiting: 4, stuckMs: 400 } } });
    await test.rest.post('/api/v1/cameras').send(DOOR).expect(201);
    const slow = await connect(AUTHORIZATION);
    slow.send({ type: 'subscribe', topics: ['preview'] });
    const quick = await connect(AUTHORIZATION);
    quick.send({ type: 'subscribe', topics: ['visits'] });
    await until(() => quick.of('subscribed').length === 1);
    await until(() => test.worker.state.watchedCameraIds.length > 0);
    slow.socket.pause();

    const picture = 'A'.repeat(400_000);
    const status = async () => (await test.rest.get('/api/v1/status')).body.subscribers;
    await until(async () => {
      test.worker.say({ kind: 'preview', preview: preview('door', picture) }, { kind: 'visit', visit: visitOf() });
      return (await status()).droppedMessages > 0;
    });
    await until(async () => (await status()).connected === 1);
    test.worker.say({ kind: 'visit', visit: visitOf({ visitId: 'last' }) });
    await until(() => quick.heard.some((message) => message.type === 'visit' && message.visitId === 'last'));
    slow.socket.resume();
    await until(() => slow.closed !== null);
    const seqs = slow.all.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  });
});

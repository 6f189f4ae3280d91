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

  /** Says something on every topic and both cameras, and waits until it has arrived at one who hears everything. */
  async function sayEverything(): Promise<void> {
    const witness = await connect(AUTHORIZATION);
    witness.send({ type: 'subscribe', topics: ['visits', 'cameras', 'preview'] });
    await until(() => witness.heard.length >= 2);
    for (const cameraId of ['door', 'gate']) {
      test.worker.say(
        { kind: 'visit', visit: visitOf({ cameraId }) },
        { kind: 'camera', status: { cameraId, state: 'live', sinceMs: 1, nextTryAtMs: null, error: null, stats: null, atMs: 1 } },
        { kind: 'preview', preview: preview(cameraId) },
      );
    }
    const wanted = ['visit', 'camera', 'preview'];
    await until(() =>
      ['door', 'gate'].every((id) => wanted.every((type) => witness.heard.some((m) => m.type === type && m.cameraId === id))),
    );
  }

  it('brings every topic and camera, numbered without a gap', async () => {
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['visits', 'cameras', 'preview'] });
    await until(() => listener.heard.length === 2);
    await sayEverything();
    expect(new Set(listener.types())).toEqual(new Set(['camera-event', 'visit', 'camera', 'preview']));
    expect(listener.all.map(({ seq }) => seq)).toEqual(listener.all.map((_, index) => index + 1));
  });

  it('brings only what was asked for, and the last one counts', async () => {
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['visits', 'preview'] });
    listener.send({ type: 'subscribe', topics: ['visits'], cameraIds: ['gate'] });
    listener.send('no JSON, to know when all this has been heard');
    await until(() => listener.types().includes('error'));
    await sayEverything();
    expect(listener.heard.map(({ type, cameraId }) => [type, cameraId])).toEqual([
      ['error', null],
      ['visit', 'gate'],
    ]);
  });

  it('never brings an attribute that the policy switches off', async () => {
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['visits'] });
    await until(() => listener.of('subscribed').length === 1);
    await sayEverything();
    const shown = listener.heard.flatMap((message) => ('attributes' in message ? Object.keys(message.attributes) : []));
    expect(shown).toContain('Smiling');
    expect(shown).not.toContain('Attractive');
  });

  it('begins with how things stand, the running hour too', async () => {
    const late = await connect();
    test.worker.say({ kind: 'visit', visit: visitOf({ firstSeenAtMs: Date.now() }) });
    await until(async () => {
      late.send({ type: 'subscribe', topics: ['cameras', 'hour'] });
      await new Promise((resolve) => setTimeout(resolve, 50));
      return late.of('hour').some(({ visits }) => visits === 1);
    });
    expect(late.heard.slice(0, 4).map(({ type, cameraId }) => [type, cameraId])).toEqual([
      ['camera', 'door'],
      ['camera', 'gate'],
      ['hour', 'door'],
      ['hour', 'gate'],
    ]);
    const hour = late.of('hour').find(({ visits }) => visits === 1)!;
    expect(hour).toMatchObject({ cameraId: 'door', groups: [{ gender: 'female', age: '25-34', visits: 1 }] });
    expect(hour.visitsByMinute.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('says what is really sent: topics, and the cameras that are not there', async () => {
    const listener = await connect();
    listener.send({ type: 'subscribe', topics: ['visits', 'cameras'], cameraIds: ['door', 'nowhere'] });
    await until(() => listener.of('subscribed').length === 1);
    expect(listener.of('subscribed')[0]).toMatchObject({
      topics: ['visits', 'cameras'],
      refused: [],
      cameraIds: ['door'],
      unknownCameraIds: ['nowhere'],
      resumed: null,
    });
  });

  it('to the last words brings no others', async () => {
    const listener = await connect();
    listener.send({ type: 'subscribe', topics: ['finals'] });
    await until(() => listener.of('subscribed').length === 1);
    test.worker.say({ kind: 'visit', visit: visitOf() }, { kind: 'visit', visit: visitOf({ final: true }) });
    await until(() => listener.heard.length > 0);
    expect(listener.of('visit').map(({ final }) => final)).toEqual([true]);
  });

  it('tells who is before a screen as counts, and names groups only of enough people', async () => {
    const listener = await connect();
    listener.send({ type: 'subscribe', topics: ['audience'] });
    await until(() => listener.of('subscribed').length === 1);
    const say = (visitId: string) => test.worker.say({ kind: 'visit', visit: visitOf({ visitId, ageYears: 40.123456 }) });
    say('a');
    say('b');
    await until(() => listener.of('audience').some(({ people }) => people === 2));
    expect(listener.of('audience').find(({ people }) => people === 2)).toMatchObject({
      cameraId: 'door',
      zoneId: null,
      groups: null,
    });
    say('c');
    await until(() => listener.of('audience').some(({ people }) => people === 3));
    const three = listener.of('audience').find(({ people }) => people === 3)!;
    expect(three.groups).toEqual([{ gender: 'female', age: '35-44', people: 3 }]);
  });

  it('tells that a camera is no more, whatever of it was followed', async () => {
    const listener = await connect();
    listener.send({ type: 'subscribe', topics: ['visits'], cameraIds: ['door'] });
    await until(() => listener.of('subscribed').length === 1);
    await test.rest.delete('/api/v1/cameras/gate').expect(204);
    await test.rest.delete('/api/v1/cameras/door').expect(204);
    await until(() => listener.heard.length > 0);
    expect(listener.heard).toEqual([expect.objectContaining({ type: 'camera-removed', cameraId: 'door' })]);
  });

  it('writes no more digits than the figures are good for', async () => {
    const listener = await connect();
    listener.send({ type: 'subscribe', topics: ['visits'] });
    await until(() => listener.of('subscribed').length === 1);
    test.worker.say({ kind: 'visit', visit: visitOf({ ageYears: 31.23456789 }) });
    await until(() => listener.of('visit').length === 1);
    expect(listener.of('visit')[0]!.ageYears).toBe(31.235);
  });
});

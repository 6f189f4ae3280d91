import { randomInt } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until, visitOf } from '../fleet/fixtures/worker-double.js';
import { PASSWORD, People } from '../fixtures/people.js';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';
import { AUTHORIZATION, Listener, preview } from './fixtures/listener.js';
import { StreamLog } from './stream-log.js';

let test: TestApp;
let people: People;
let listeners: Listener[];
beforeEach(async () => {
  listeners = [];
  test = await startTestApp({ liveLimits: { heartbeatMs: 200 } });
  people = new People(test);
  await test.rest.post('/api/v1/cameras').send({ id: 'door', name: 'Door', url: 'rtsp://192.0.2.1/' }).expect(201);
});
afterEach(async () => {
  for (const listener of listeners) listener.end();
  await test.close();
});

async function subscribed(message: object, headers: Record<string, string> = AUTHORIZATION): Promise<Listener> {
  const listener = await Listener.connect(test.app.url, headers);
  listeners.push(listener);
  listener.send({ type: 'subscribe', topics: ['visits'], ...message });
  await until(() => listener.of('subscribed').length === 1);
  return listener;
}

const ids = (listener: Listener) => listener.of('visit').map(({ visitId }) => visitId);

describe('a subscriber whose connection broke', () => {
  it('goes on where it was, without a gap and nothing twice', async () => {
    const first = await subscribed({});
    const witness = await subscribed({});
    const said = Array.from({ length: 30 }, (_, index) => `visit-${index}`);
    const breakAfter = randomInt(1, 20);
    for (const visitId of said.slice(0, breakAfter)) test.worker.say({ kind: 'visit', visit: visitOf({ visitId }) });
    await until(() => ids(first).length === breakAfter);
    first.end();
    for (const visitId of said.slice(breakAfter)) test.worker.say({ kind: 'visit', visit: visitOf({ visitId }) });
    await until(() => ids(witness).length === said.length);
    const again = await subscribed({ after: first.all.at(-1)!.cursor });
    await until(() => ids(again).length === said.length - breakAfter);
    expect([...ids(first), ...ids(again)]).toEqual(said);
    expect(again.of('subscribed')[0]!.resumed).toBe(true);
  });

  it('is told when what it missed is no longer there', async () => {
    const lost = await subscribed({ after: 'another-run.7' });
    expect(lost.of('subscribed')[0]!.resumed).toBe(false);
  });

  it('hears that the connection stands though nothing happens', async () => {
    const listener = await subscribed({});
    await until(() => listener.of('heartbeat').length >= 2);
  });
});

describe('a right that is taken away', () => {
  it('ends a revoked token’s connection at once, with a code that says why', async () => {
    const token = await people.tokenFor(['live:read']);
    const listener = await subscribed({}, { authorization: `Bearer ${token}` });
    const [{ id }] = (await test.rest.get('/api/v1/tokens').expect(200)).body as [{ id: string }];
    await test.rest.delete(`/api/v1/tokens/${id}`).expect(204);
    await until(() => listener.closed !== null);
    expect(listener.closed).toMatchObject({ code: 4403, reason: expect.stringContaining('revoked') });
  });

  it('ends a session’s connection with its session', async () => {
    const agent = await people.loggedIn('Vera', 'viewer');
    const { headers } = await agent.post('/api/v1/auth/login').send({ name: 'Vera', password: PASSWORD });
    const cookie = headers['set-cookie']![0]!.split(';')[0]!;
    const listener = await subscribed({}, { cookie, origin: test.app.url });
    const user = await people.idOf('Vera');
    await test.rest.patch(`/api/v1/users/${user}`).send({ enabled: false }).expect(200);
    await until(() => listener.closed?.code === 4403);
  });

  it('lets who may less hear less, and says so', async () => {
    const user = await people.loggedIn('Olaf', 'operator');
    const { token } = (
      await user
        .post('/api/v1/tokens')
        .send({ name: 't', scopes: ['live:read', 'preview:read'] })
        .expect(201)
    ).body;
    const listener = await subscribed({ topics: ['visits', 'preview'] }, { authorization: `Bearer ${token}` });
    await test.rest
      .patch(`/api/v1/users/${await people.idOf('Olaf')}`)
      .send({ role: 'viewer' })
      .expect(200);
    await until(() => listener.of('subscribed').length === 2);
    expect(listener.of('subscribed')[1]).toMatchObject({ topics: ['visits'] });
    test.worker.say({ kind: 'preview', preview: preview('door') }, { kind: 'visit', visit: visitOf() });
    await until(() => listener.of('visit').length === 1);
    expect(listener.of('preview')).toEqual([]);
  });

  it('was never there for a topic that the token does not have, nor for a camera', async () => {
    const token = await people.tokenFor(['live:read', 'cameras:read'], { cameraIds: ['gate'] });
    const wish = { topics: ['visits', 'preview', 'published'], cameraIds: ['door', 'gate'] };
    const listener = await subscribed(wish, { authorization: `Bearer ${token}` });
    expect(listener.of('subscribed')[0]).toMatchObject({
      topics: ['visits'],
      refused: [
        { topic: 'preview', needs: 'preview:read' },
        { topic: 'published', needs: 'stats:read' },
      ],
      cameraIds: [],
      unknownCameraIds: ['door', 'gate'],
    });
    const other = await subscribed({});
    test.worker.say({ kind: 'visit', visit: visitOf({ cameraId: 'door' }) });
    await until(() => ids(other).length === 1);
    expect(ids(listener)).toEqual([]);
  });
});

describe('the window of messages', () => {
  const visit = (visitId: string) => ({ type: 'visit' as const, ...visitOf({ visitId }) });

  it('is bounded in number and in time, and knows what it no longer has', () => {
    let nowMs = 0;
    const log = new StreamLog({ maxMessages: 10, maxAgeMs: 1_000 }, () => nowMs);
    const begin = log.cursor;
    for (let count = 0; count < 10; count += 1) log.append(visit(`v${count}`));
    expect(log.since(begin)).toHaveLength(10);
    const middle = log.cursor;
    log.append(visit('one more'));
    expect(log.since(begin)).toBeNull();
    expect(log.since(middle)).toHaveLength(1);
    nowMs = 2_000;
    expect(log.since(middle)).toBeNull();
    expect(log.since(log.cursor)).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { until, visitOf } from '../fleet/fixtures/worker-double.js';
import { startTestApp, TOKEN, type TestApp } from '../fixtures/test-app.js';
import { AUTHORIZATION, Listener, refusal } from './fixtures/listener.js';

const DOOR = { id: 'door', name: 'Door', url: 'rtsp://192.0.2.1/' };

let test: TestApp;
let listeners: Listener[];
beforeEach(async () => {
  listeners = [];
  const strangers = { atMost: 4, perAddress: 4 };
  test = await startTestApp({ liveLimits: { authMs: 300, maxSubscribers: 3, strangers } });
});
afterEach(async () => {
  for (const listener of listeners) listener.end();
  await test.close();
});

async function connect(headers: Record<string, string>): Promise<Listener> {
  const listener = await Listener.connect(test.app.url, headers);
  listeners.push(listener);
  return listener;
}

describe('the token', () => {
  it('is taken from the header, and the site says hello', async () => {
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['visits'] });
    await until(() => {
      test.worker.say({ kind: 'visit', visit: visitOf() });
      return listener.types().includes('visit');
    });
    expect(listener.all[0]).toMatchObject({ type: 'hello', siteTimeZone: 'UTC', heartbeatMs: 15_000, seq: 1 });
    expect(listener.closed).toBeNull();
  });

  it('is taken from the first message', async () => {
    await test.rest.post('/api/v1/cameras').send(DOOR).expect(201);
    const listener = await connect({});
    listener.send({ type: 'auth', token: TOKEN });
    listener.send({ type: 'subscribe', topics: ['cameras'] });
    await until(() => listener.heard.length > 0);
    expect(listener.heard[0]).toMatchObject({ type: 'camera', cameraId: 'door', name: 'Door', state: 'connecting', seq: 3 });
  });

  it.each([
    ['a wrong token in the header', { authorization: 'Bearer wrong' }, null],
    ['a header that is no token', { authorization: 'Basic YTpi' }, null],
    ['a wrong token in the first message', {}, { type: 'auth', token: 'wrong' }],
    ['another first message', {}, { type: 'subscribe', topics: ['visits'] }],
    ['an unreadable first message', {}, 'hello'],
    ['silence', {}, null],
  ])('%s closes the connection with 4401 and a reason', async (_, headers, message) => {
    const listener = await connect(headers);
    if (message !== null) listener.send(message);
    await until(() => listener.closed !== null);
    expect(listener.closed!.code).toBe(4401);
    expect(listener.closed!.reason).not.toBe('');
    expect(listener.all).toEqual([]);
  });
});

describe('the door', () => {
  it('is shut for a page of another site, and says which setting opens it', async () => {
    const { status, text } = await refusal(test.app.url, { ...AUTHORIZATION, origin: 'https://elsewhere.example' });
    expect(status).toBe(403);
    expect(text).toContain('add `https://elsewhere.example` to `http.publicOrigins`');
    const own = await connect({ ...AUTHORIZATION, origin: test.app.url });
    expect(own.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('opens nothing but /ws/v1', async () => {
    expect((await refusal(test.app.url, AUTHORIZATION, '/ws/v2')).status).toBe(404);
    expect((await refusal(test.app.url, AUTHORIZATION, '//')).status).toBe(404);
  });

  it('lets no stranger take the place of one with a token: the stranger who waited longest goes', async () => {
    const strangers: Listener[] = [];
    for (let count = 0; count < 8; count += 1) strangers.push(await connect({}));
    await until(() => strangers.slice(0, 4).every(({ closed }) => closed?.code === 4401));
    const known = await connect(AUTHORIZATION);
    await until(() => known.of('hello').length === 1);
    const { connected } = (await test.rest.get('/api/v1/status').expect(200)).body.subscribers;
    expect(connected).toBe(1);
  });

  it('says 503 when there are as many subscribers as it takes', async () => {
    for (let count = 0; count < 3; count += 1) await connect(AUTHORIZATION);
    expect((await refusal(test.app.url, AUTHORIZATION)).status).toBe(503);
  });
});

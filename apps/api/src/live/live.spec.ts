import { serverMessageSchema, type ClientMessage, type Preview, type ServerMessage } from '@vitrine/contracts';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestApp, TOKEN, type TestApp } from '../fixtures/test-app.js';
import { trackOf, until } from '../worker/fixtures/worker-double.js';

const AUTHORIZATION = { authorization: `Bearer ${TOKEN}` };
const DOOR = { id: 'door', name: 'Door', url: 'rtsp://192.0.2.1/' };

let test: TestApp;
let sockets: WebSocket[];
beforeEach(() => (sockets = []));
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await test.close();
});

class Listener {
  readonly heard: ServerMessage[] = [];
  closed: { code: number; reason: string } | null = null;

  constructor(readonly socket: WebSocket) {
    sockets.push(socket);
    socket.on('message', (data: Buffer) => this.heard.push(serverMessageSchema.parse(JSON.parse(data.toString()))));
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    socket.on('error', () => undefined);
  }

  send(message: ClientMessage | object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  types(): string[] {
    return this.heard.map(({ type }) => type);
  }
}

async function connect(headers: Record<string, string> = {}, path = '/ws/v1'): Promise<Listener> {
  const listener = new Listener(new WebSocket(test.app.url.replace('http', 'ws') + path, { headers }));
  await once(listener.socket, 'open');
  return listener;
}

async function refusal(headers: Record<string, string>, path = '/ws/v1'): Promise<number> {
  const { socket } = new Listener(new WebSocket(test.app.url.replace('http', 'ws') + path, { headers }));
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  return response.statusCode;
}

const preview = (cameraId: string, jpegBase64 = '/9j/'): Preview => ({
  cameraId,
  atMs: 1,
  widthPx: 640,
  heightPx: 360,
  jpegBase64,
  facesBlurred: true,
  boxes: [],
});

describe('the token', () => {
  beforeEach(async () => void (test = await startTestApp({ liveLimits: { authMs: 300 } })));

  it('is taken from the header', async () => {
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['tracks'] });
    await until(async () => {
      test.worker.say({ kind: 'track', track: trackOf() });
      return Promise.resolve(listener.types().includes('track'));
    });
    expect(listener.closed).toBeNull();
  });

  it('is taken from the first message', async () => {
    await test.rest.post('/api/v1/cameras').send(DOOR).expect(201);
    const listener = await connect();
    listener.send({ type: 'auth', token: TOKEN });
    listener.send({ type: 'subscribe', topics: ['cameras'] });
    await until(() => listener.heard.length > 0);
    expect(listener.heard[0]).toMatchObject({ type: 'camera', cameraId: 'door', name: 'Door', state: 'connecting', seq: 1 });
  });

  it.each([
    ['a wrong token in the header', { authorization: 'Bearer wrong' }, null],
    ['a wrong token in the first message', {}, { type: 'auth', token: 'wrong' }],
    ['another first message', {}, { type: 'subscribe', topics: ['tracks'] }],
    ['an unreadable first message', {}, 'hello'],
    ['silence', {}, null],
  ])('%s closes the connection with 4401 and a reason', async (_, headers, message) => {
    const listener = await connect(headers);
    if (message !== null) listener.send(message);
    await until(() => listener.closed !== null);
    expect(listener.closed!.code).toBe(4401);
    expect(listener.closed!.reason).not.toBe('');
    expect(listener.heard).toEqual([]);
  });

  it('does not help a page of another site', async () => {
    expect(await refusal({ ...AUTHORIZATION, origin: 'https://elsewhere.example' })).toBe(403);
    const own = await connect({ ...AUTHORIZATION, origin: test.app.url });
    expect(own.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('opens nothing but /ws/v1', async () => {
    expect(await refusal(AUTHORIZATION, '/ws/v2')).toBe(404);
    expect(await refusal(AUTHORIZATION, '//')).toBe(404);
  });
});

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
    witness.send({ type: 'subscribe', topics: ['tracks', 'aggregates', 'cameras', 'preview'] });
    await until(() => witness.heard.length >= 2);
    for (const cameraId of ['door', 'gate']) {
      test.worker.say(
        { kind: 'track', track: trackOf({ cameraId }) },
        { kind: 'camera', status: { cameraId, state: 'live', error: null, stats: null, atMs: 1 } },
        { kind: 'preview', preview: preview(cameraId) },
      );
    }
    const wanted = ['track', 'aggregate', 'preview'];
    await until(() =>
      ['door', 'gate'].every((id) => wanted.every((type) => witness.heard.some((m) => m.type === type && m.cameraId === id))),
    );
  }

  it('brings every topic and camera, numbered without a gap', async () => {
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['tracks', 'aggregates', 'cameras', 'preview'] });
    await until(() => listener.heard.length === 2);
    await sayEverything();
    expect(new Set(listener.types())).toEqual(new Set(['track', 'aggregate', 'camera', 'preview']));
    expect(listener.heard.map(({ seq }) => seq)).toEqual(listener.heard.map((_, index) => index + 1));
  });

  it('brings only what was asked for, and the last one counts', async () => {
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['tracks', 'preview'] });
    listener.send({ type: 'subscribe', topics: ['tracks'], cameraIds: ['gate'] });
    listener.send('no JSON, to know when all this has been heard');
    await until(() => listener.types().includes('error'));
    await sayEverything();
    expect(listener.heard.map(({ type, cameraId }) => [type, cameraId])).toEqual([
      ['error', null],
      ['track', 'gate'],
    ]);
  });

  it('never brings an attribute that the policy switches off', async () => {
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['tracks', 'aggregates'] });
    await sayEverything();
    const shown = listener.heard.flatMap((message) => ('attributes' in message ? Object.keys(message.attributes) : []));
    expect(shown).toContain('Smiling');
    expect(shown).not.toContain('Attractive');
  });

  it('begins with how things stand, counts too', async () => {
    await sayEverything();
    const late = await connect(AUTHORIZATION);
    late.send({ type: 'subscribe', topics: ['cameras', 'aggregates'] });
    await until(() => late.heard.length >= 4);
    expect(late.heard.slice(0, 4).map(({ type, cameraId }) => [type, cameraId])).toEqual([
      ['camera', 'door'],
      ['camera', 'gate'],
      ['aggregate', 'door'],
      ['aggregate', 'gate'],
    ]);
    expect(late.heard[2]).toMatchObject({ visitors: 1, start: '2026-01-01T12:00:00.000+00:00' });
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
      remedy: expect.stringContaining('tracks'),
    });
    listener.send({ type: 'subscribe', topics: ['cameras'] });
    await until(() => listener.types().includes('camera'));
  });

  it('ends for one who talks too much or too long', async () => {
    const chatty = await connect(AUTHORIZATION);
    for (let count = 0; count < 101; count += 1) chatty.send({ type: 'subscribe', topics: ['tracks'] });
    const lengthy = await connect(AUTHORIZATION);
    lengthy.send('x'.repeat(20_000));
    await until(() => chatty.closed !== null && lengthy.closed !== null);
    expect([chatty.closed!.code, lengthy.closed!.code]).toEqual([1008, 1009]);
  });

  it('says at once that the worker is gone, and ends its visits', async () => {
    await sayEverything();
    const listener = await connect(AUTHORIZATION);
    listener.send({ type: 'subscribe', topics: ['cameras', 'tracks'], cameraIds: ['door'] });
    await until(() => listener.heard.length === 1);
    process.kill(test.worker.run.pid, 'SIGKILL');
    await until(() => listener.heard.length >= 3);
    expect(listener.heard.slice(1)).toEqual([
      expect.objectContaining({ type: 'track', final: true, cameraId: 'door' }),
      expect.objectContaining({ type: 'camera', state: 'reconnecting', error: expect.objectContaining({ code: 'worker_down' }) }),
    ]);
  });

  it('to previews is what makes the worker send them', async () => {
    const demands = () => test.worker.commandsOf('preview').map(({ cameraIds }) => cameraIds.join());
    expect(demands()).toEqual([]);
    const one = await connect(AUTHORIZATION);
    one.send({ type: 'subscribe', topics: ['preview'], cameraIds: ['gate', 'nowhere'] });
    await until(() => demands().length === 1);
    const all = await connect(AUTHORIZATION);
    all.send({ type: 'subscribe', topics: ['preview'] });
    await until(() => demands().length === 2);
    all.socket.close();
    await until(() => demands().length === 3);
    one.send({ type: 'subscribe', topics: ['tracks'] });
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
    quick.send({ type: 'subscribe', topics: ['tracks'] });
    await until(() => test.worker.commandsOf('preview').length > 0);
    slow.socket.pause();

    const picture = 'A'.repeat(400_000);
    const status = async () => (await test.rest.get('/api/v1/status')).body.subscribers;
    await until(async () => {
      test.worker.say({ kind: 'preview', preview: preview('door', picture) }, { kind: 'track', track: trackOf() });
      return (await status()).droppedMessages > 0;
    });
    await until(async () => (await status()).connected === 1);
    test.worker.say({ kind: 'track', track: trackOf({ trackId: 'last' }) });
    await until(() => quick.heard.some((message) => message.type === 'track' && message.trackId === 'last'));
    slow.socket.resume();
    await until(() => slow.closed !== null);
    const seqs = slow.heard.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  });
});

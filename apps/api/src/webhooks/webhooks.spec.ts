import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookPayload } from '@vitrine/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../fleet/fixtures/worker-double.js';
import { MemoryTokenStore } from '../store/fixtures/memory-token-store.js';
import { CameraTroubles } from './camera-troubles.js';
import { TargetRules } from './target.js';
import { Webhooks } from './webhooks.js';

/** For this test nothing has to be secret. */
const SEALER = { hasOlder: false, seal: (text: string) => text, open: (sealed: string) => sealed };
const LIMITS = { retryAfterMs: [10, 10, 10], maxWaiting: 5, maxDeadLetters: 3 };
const HERE = new TargetRules(['127.0.0.0/8']);

let receiver: Server;
let url: string;
let got: { headers: IncomingHttpHeaders; body: string; payload: WebhookPayload }[];
let answer: (payload: WebhookPayload) => number | null;
let webhooks: Webhooks;
let store: MemoryTokenStore;

beforeEach(async () => {
  got = [];
  answer = () => 204;
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const payload = JSON.parse(body) as WebhookPayload;
      got.push({ headers: request.headers, body, payload });
      const status = answer(payload);
      // Null: it never answers.
      if (status !== null) response.writeHead(status, { location: '/elsewhere' }).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?key=s3cret`;
  store = new MemoryTokenStore();
  webhooks = new Webhooks(store, SEALER, HERE, LIMITS);
});
afterEach(() => {
  webhooks.close();
  receiver.closeAllConnections();
  receiver.close();
});

const wish = () => ({ name: 'hook', url, events: ['camera.trouble' as const], cameraIds: null, atLeastVisits: 0 });
const tell = (cameraId: string, n: number) => webhooks.tell({ event: 'camera.trouble', cameraId, data: { n } });
const numbers = () => got.map(({ payload }) => payload.data['n']);

describe('a webhook', () => {
  it('is signed as the specification says, so that a receiver can tell it from a forgery', async () => {
    const { secret } = await webhooks.create(wish());
    tell('door', 1);
    await until(() => got.length === 1);
    const { headers, body } = got[0]!;
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('is tried again under the same id, and comes in order per camera', async () => {
    await webhooks.create(wish());
    let refusals = 2;
    answer = ({ cameraId }) => (cameraId === 'door' && (refusals -= 1) >= 0 ? 503 : 200);
    for (const n of [1, 2, 3]) tell('door', n);
    await until(() => webhooks.list()[0]!.delivered === 3);
    expect(numbers()).toEqual([1, 1, 1, 2, 3]);
    expect(new Set(got.slice(0, 3).map(({ payload }) => payload.id)).size).toBe(1);
  });

  it('that is never taken becomes a dead letter that says why, and a redirect is not followed', async () => {
    await webhooks.create(wish());
    answer = () => 302;
    tell('door', 7);
    await until(() => webhooks.list()[0]!.deadLetters.length === 1);
    expect(webhooks.list()[0]).toMatchObject({ delivered: 0, waiting: 0, lastError: 'the receiver answered 302' });
    expect(webhooks.list()[0]!.deadLetters[0]).toMatchObject({ why: 'the receiver answered 302', payload: { data: { n: 7 } } });
    expect(got).toHaveLength(4);
  });

  it('with a receiver that never answers harms neither other cameras nor other webhooks, and keeps little', async () => {
    await webhooks.create(wish());
    answer = ({ cameraId }) => (cameraId === 'stuck' ? null : 200);
    for (let n = 0; n < 20; n += 1) tell('stuck', n);
    tell('door', 100);
    await until(() => numbers().includes(100));
    const [view] = webhooks.list();
    expect(view!.waiting).toBeLessThanOrEqual(LIMITS.maxWaiting);
    expect(view!.deadLetters).toHaveLength(LIMITS.maxDeadLetters);
    expect(view!.deadLetters[0]!.why).toBe('too many waited');
  });

  it('is there again after a restart, and shows neither its secret nor the address’s query', async () => {
    const { secret } = await webhooks.create(wish());
    const again = new Webhooks(store, SEALER, HERE, LIMITS);
    await again.load();
    again.tell({ event: 'camera.trouble', cameraId: 'door', data: {} });
    await until(() => got.length === 1);
    expect(JSON.stringify(again.list())).not.toMatch(/s3cret/);
    expect(JSON.stringify(again.list())).not.toContain(secret);
    again.close();
  });
});

describe('a target', () => {
  const outside = new TargetRules([]);
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'nonsense',
  ])('inside the house (%s) is refused unless the site names its network', (address) => {
    expect(outside.allows(address)).toBe(false);
  });

  it('on the internet is allowed; link-local and metadata never, whatever is configured', () => {
    const open = new TargetRules(['0.0.0.0/0', '::/0']);
    expect(outside.allows('93.184.216.34')).toBe(true);
    expect(open.allows('10.0.0.1')).toBe(true);
    expect([open.allows('169.254.169.254'), open.allows('fe80::1')]).toEqual([false, false]);
  });

  it.each(['http://127.0.0.1/', 'http://2130706433/', 'http://0x7f.1/', 'http://[::1]/', 'http://[::ffff:7f00:1]/'])(
    'written as %s is refused when it is added',
    async (target) => {
      const strict = new Webhooks(store, SEALER, outside, LIMITS);
      await expect(strict.create({ ...wish(), url: target })).rejects.toMatchObject({ body: { code: 'target_forbidden' } });
    },
  );

  it('whose name leads inside is refused when connecting', async () => {
    const strict = new Webhooks(store, SEALER, outside, LIMITS);
    await strict.create({ ...wish(), url: 'http://localhost:1/' });
    strict.tell({ event: 'camera.trouble', cameraId: 'door', data: {} });
    await until(() => strict.list()[0]!.deadLetters.length === 1);
    expect(strict.list()[0]!.lastError).toContain('webhooks.networks');
  });
});

describe('a camera in trouble', () => {
  it('is told once, and once when it is well again', () => {
    const troubles = new CameraTroubles();
    const states = ['connecting', 'live', 'reconnecting', 'reconnecting', 'failed', 'live', 'live'] as const;
    const told = states.map((state) =>
      troubles.observe({ cameraId: 'door', state, sinceMs: 0, nextTryAtMs: null, error: null, stats: null, atMs: 1 }, 'Door'),
    );
    expect(told.map((notice) => notice?.event ?? null)).toEqual([
      null,
      null,
      'camera.trouble',
      null,
      null,
      'camera.recovered',
      null,
    ]);
  });
});

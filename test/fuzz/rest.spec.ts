// Every route with inputs that nobody would write: no 5xx, no crash, no leak, and nobody else has to wait.
import { apiErrorSchema } from '@vitrine/contracts';
import { startService, type RunningService } from '@vitrine/tools';
import fc from 'fast-check';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announce, FUZZ_RUNS, FUZZ_SEED, loopDelayIn, takeLoopDelay } from '../helpers/fuzz.js';

const SECRET = 'pa55-of-the-camera';
/** Asked so often that one slow answer would show. */
const SLOWEST_MS = 5_000;
/** What may be answered by 503 is said in the document. */
const MAY_BE_AWAY = new Set(['/ready', '/api/v1/auth/login']);

interface Input {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

let service: RunningService;
let routes: { method: string; path: string }[];
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

beforeAll(async () => {
  service = await startService();
  await service
    .request('/api/v1/cameras', {
      method: 'POST',
      body: { id: 'door', name: 'Door', url: 'rtsp://192.0.2.1/', user: 'u', password: SECRET, enabled: false },
    })
    .catch(() =>
      service.request('/api/v1/cameras', {
        method: 'POST',
        body: { id: 'door', name: 'Door', url: `rtsp://u:${SECRET}@192.0.2.1/`, enabled: false },
      }),
    );
  const { paths } = await service.request<{ paths: Record<string, object> }>('/api/openapi.json');
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
});
afterAll(async () => {
  agent.destroy();
  await service.stop();
});

const junk = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '../../etc/passwd',
    '%2e%2e%2f',
    '\u0000',
    "' OR 1=1 --",
    '${7*7}',
    '__proto__',
    'constructor',
    '-1',
    '1e999',
    'NaN',
  ),
  fc.integer().map(String),
);

/** Values as a program gone wrong would send them. */
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, junk, fc.double(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 5 }),
  object: fc.dictionary(
    fc.oneof(fc.constantFrom('id', 'name', 'url', 'fps', 'scopes', 'cameraIds', 'role', 'password', 'query', '__proto__'), junk),
    tie('any'),
    { maxKeys: 6 },
  ),
})).any;

const body = fc.oneof(
  { weight: 7, arbitrary: value.map((any) => JSON.stringify(any)) },
  { weight: 1, arbitrary: junk },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** Mostly null: most inputs shall get as far as a handler. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const header = fc.oneof(
  fc.record({
    name: fc.constantFrom(
      'accept',
      'range',
      'if-match',
      'if-none-match',
      'content-type',
      'accept-encoding',
      'origin',
      'cookie',
      'x-forwarded-for',
      'x-forwarded-host',
      'upgrade',
    ),
    text: junk,
  }),
);

const inputs = (): fc.Arbitrary<Input> =>
  fc
    .record({
      route: fc.constantFrom(...routes),
      method: seldom(fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')),
      part: junk,
      query: fc.option(
        fc.array(fc.tuple(fc.oneof(fc.constantFrom('from', 'to', 'metrics', 'groupBy', 'limit', 'tz'), junk), junk), {
          maxLength: 4,
        }),
      ),
      tail: seldom(junk),
      headers: fc.array(header, { maxLength: 3 }),
      known: fc.boolean(),
      body,
    })
    .map(({ route, method, part, query, tail, headers, known, body: sent }) => {
      const path =
        route.path.replace(/\{\w+\}/g, encodeURIComponent(part)) + (tail === null ? '' : `/${encodeURIComponent(tail)}`);
      const search =
        query === null
          ? ''
          : `?${query.map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`).join('&')}`;
      return {
        method: method ?? route.method,
        path: path + search,
        headers: {
          'content-type': 'application/json',
          ...Object.fromEntries(headers.map(({ name, text }) => [name, text.replace(/[^\x20-\x7e]/g, '')])),
          ...(known ? { authorization: `Bearer ${service.token}` } : {}),
        },
        body: sent,
      };
    });

/** A kept connection may be closed by the other end at the very moment of its next use; a fresh one may not. */
async function ask(input: Input): Promise<Answer> {
  return askOnce(input, agent).catch(() => askOnce(input, false));
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly tookMs: number;
}

function askOnce({ method, path, headers, body: sent }: Input, by: Agent | false): Promise<Answer> {
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(service.baseUrl + path, { method, headers, agent: by }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, text, tookMs: performance.now() - startedMs }));
    });
    asked.on('error', reject);
    asked.end(method === 'GET' || method === 'HEAD' ? undefined : (sent ?? undefined));
  });
}

describe('REST under fuzz', () => {
  it('answers every input with a refusal or an answer, quickly and without a secret', async () => {
    announce('REST');
    const byStatus = new Map<number, number>();
    await takeLoopDelay(service);
    // Some inputs are scrapes of the metrics themselves, which begin to measure anew.
    const delaysMs: number[] = [];
    // Ending the session that asks, or the service's own first admin, is not what is tried here.
    const property = fc.asyncProperty(inputs(), async (input) => {
      const { status, text, tookMs } = await ask(input);
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
      if (status >= 500) expect([MAY_BE_AWAY.has(input.path.split('?')[0]!), status]).toEqual([true, 503]);
      if (status >= 400 && text !== '' && status !== 404)
        apiErrorSchema.parse(JSON.parse(text.startsWith('{"ready"') ? '{"code":"-","message":"-","remedy":"-"}' : text));
      expect(text.includes(SECRET) || text.includes(service.token)).toBe(false);
      expect(tookMs).toBeLessThan(SLOWEST_MS);
      delaysMs.push(loopDelayIn(text) ?? 0);
    });
    await fc.assert(property, { numRuns: FUZZ_RUNS, seed: FUZZ_SEED });
    delaysMs.push(await takeLoopDelay(service));
    console.log(`REST: loop delay p99 ${Math.max(...delaysMs).toFixed(1)} ms (the worst of the times between two scrapes)`);
    console.log(
      `REST: ${[...byStatus]
        .toSorted(([a], [b]) => a - b)
        .map(([status, count]) => `${status}: ${count}`)
        .join(', ')}`,
    );
    expect((await fetch(`${service.baseUrl}/health`)).status).toBe(200);
    expect(service.process.exitCode).toBeNull();
    expect(service.output()).not.toContain(SECRET);
  });

  it('is blocked by no input that is merely large: a key of 60 kB, a path of 15 kB', async () => {
    const key = `${'password=a&'.repeat(5_600)}x`;
    const large: Input[] = [
      {
        method: 'POST',
        path: '/api/v1/cameras',
        headers: auth(),
        body: JSON.stringify({ name: 'X', url: 'rtsp://192.0.2.9/', [key.slice(0, 60_000)]: 1 }),
      },
      { method: 'GET', path: `/${'a://'.repeat(3_750)}`, headers: {}, body: null },
      { method: 'GET', path: `/api/v1/cameras/${'user:pass@'.repeat(1_400)}`, headers: auth(), body: null },
      {
        method: 'POST',
        path: '/api/v1/auth/login',
        headers: auth(),
        body: JSON.stringify({ name: 'x'.repeat(60_000), password: 'y' }),
      },
    ];
    await takeLoopDelay(service);
    const delay = watchDelay();
    for (let round = 0; round < 25; round += 1) for (const input of large) expect((await ask(input)).status).toBeLessThan(500);
    console.log(`the slowest of the questions asked meanwhile took ${(await delay.stop()).toFixed(0)} ms`);
    console.log(`large inputs: loop delay p99 ${(await takeLoopDelay(service)).toFixed(1)} ms`);
    expect(service.process.exitCode).toBeNull();
  });
});

const auth = () => ({ authorization: `Bearer ${service.token}`, 'content-type': 'application/json' });

/** Asks for the health all the while. @returns on `stop` how long the slowest answer took, ms */
function watchDelay() {
  let slowestMs = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const startedMs = performance.now();
      await (await fetch(`${service.baseUrl}/health`)).text();
      slowestMs = Math.max(slowestMs, performance.now() - startedMs);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return slowestMs;
    },
  };
}

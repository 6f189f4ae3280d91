// The WebSocket with messages that nobody would write: it goes on, and tells no secret.
import { serverMessageSchema } from '@vitrine/contracts';
import { startService, type RunningService } from '@vitrine/tools';
import fc from 'fast-check';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { announce, FUZZ_RUNS, FUZZ_SEED, takeLoopDelay } from '../helpers/fuzz.js';

/** A connection may say a hundred things in twenty seconds. */
const PER_CONNECTION = 90;
const STRANGERS = 200;

let service: RunningService;
beforeAll(async () => void (service = await startService()));
afterAll(() => service.stop());

const word = fc.oneof(
  fc.constantFrom('subscribe', 'visits', 'preview', 'cameras', 'run.1', '__proto__', 'constructor', ''),
  fc.string({ maxLength: 30 }),
);
/** Nearly a subscription, so that much of it is understood. */
const subscription = fc
  .record(
    {
      type: fc.oneof({ weight: 9, arbitrary: fc.constant('subscribe') }, { weight: 1, arbitrary: word }),
      topics: fc.oneof(
        fc.subarray(['visits', 'finals', 'audience', 'hour', 'cameras', 'preview', 'published']),
        fc.array(word),
        word,
      ),
      cameraIds: fc.oneof(fc.array(word, { maxLength: 300 }), fc.constant(null)),
      after: word,
    },
    { requiredKeys: ['type', 'topics'] },
  )
  .map((content) => JSON.stringify(content));
const message = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.json({ maxDepth: 3 }),
  subscription,
  fc.uint8Array({ maxLength: 50 }),
);
const wrongToken = fc
  .record({ type: fc.constant('auth'), token: fc.string({ minLength: 1, maxLength: 600 }) })
  .map((it) => JSON.stringify(it));

/** Of its kind: every message but a wrong token has one. */
const ANSWERS = new Set(['subscribed', 'error']);

/** Says everything. @returns answers heard before the connection was closed */
async function converse(said: readonly (string | Uint8Array)[], token: string | null): Promise<number> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`${service.baseUrl.replace('http', 'ws')}/ws/v1`, { headers });
  let answers = 0;
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    const { type } = serverMessageSchema.parse(JSON.parse(text));
    expect(text).not.toContain(service.token);
    answers += ANSWERS.has(type) ? 1 : 0;
    if (answers === said.length) socket.close();
  });
  await once(socket, 'open');
  for (const one of said) socket.send(one);
  await once(socket, 'close');
  return answers;
}

describe('the WebSocket under fuzz', () => {
  it(`answers each of ${FUZZ_RUNS} messages by the contract`, async () => {
    announce('WebSocket');
    await takeLoopDelay(service);
    let answered = 0;
    const conversation = fc.array(message, { minLength: PER_CONNECTION, maxLength: PER_CONNECTION });
    const property = fc.asyncProperty(conversation, async (said) => {
      expect(await converse(said, service.token)).toBe(PER_CONNECTION);
      answered += PER_CONNECTION;
    });
    await fc.assert(property, { numRuns: Math.ceil(FUZZ_RUNS / PER_CONNECTION), seed: FUZZ_SEED });
    console.log(`WebSocket: ${answered} messages answered, loop delay p99 ${(await takeLoopDelay(service)).toFixed(1)} ms`);
    await expectUnharmed();
  });

  it('answers nothing to a stranger, whatever is said, and goes', async () => {
    const property = fc.asyncProperty(fc.oneof(message, wrongToken), async (said) => {
      expect(await converse([said], null)).toBe(0);
    });
    await fc.assert(property, { numRuns: STRANGERS, seed: FUZZ_SEED });
    await expectUnharmed();
  });
});

async function expectUnharmed(): Promise<void> {
  expect(service.process.exitCode).toBeNull();
  // The last one may still be going.
  await expect.poll(async () => (await service.client.status()).subscribers).toMatchObject({ connected: 0, strangers: 0 });
  expect(service.output()).not.toContain(service.token);
}

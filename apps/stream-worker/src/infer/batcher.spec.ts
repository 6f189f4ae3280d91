import { expect, it } from 'vitest';
import { Batcher, type BatchLimits } from './batcher.js';

const LIMITS: BatchLimits = { maxBatch: 3, maxWaitMs: 5, maxQueued: 6, maxRunning: 1 };
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Answers batches when it is told to. Items are named camera-number. */
function batcherWithHand(limits: Partial<BatchLimits> = {}) {
  const batches: { items: readonly string[]; answer(): void; fail(): void }[] = [];
  const batcher = new Batcher<string, string>(
    (items) =>
      new Promise((resolve, reject) => {
        const answer = () => resolve(items.map((item) => item.toUpperCase()));
        batches.push({ items, answer, fail: () => reject(new Error('the network failed')) });
      }),
    { ...LIMITS, ...limits },
    (item) => item.split('-')[0]!,
  );
  return { batcher, batches };
}

it('answers each item with its own output, in batches of at most so many', async () => {
  const { batcher, batches } = batcherWithHand();
  const answers = ['door-1', 'door-2', 'door-3', 'door-4'].map((item) => batcher.add(item));
  batches[0]!.answer();
  await expect(Promise.all(answers.slice(0, 3))).resolves.toEqual(['DOOR-1', 'DOOR-2', 'DOOR-3']);
  // The fourth waited for company, in vain.
  await expect.poll(() => batches[1]?.items).toEqual(['door-4']);
  batches[1]!.answer();
  await expect(answers[3]).resolves.toBe('DOOR-4');
});

it('takes one item of each camera in turn', async () => {
  const { batcher, batches } = batcherWithHand({ maxBatch: 2 });
  for (const item of ['door-1', 'door-2', 'door-3', 'door-4', 'till-1']) void batcher.add(item);
  batches[0]!.answer();
  await settled();
  expect(batches.map(({ items }) => items)).toEqual([
    ['door-1', 'door-2'],
    ['door-3', 'till-1'],
  ]);
});

it('drops the oldest item of the camera that has most when it is full', async () => {
  const { batcher } = batcherWithHand({ maxBatch: 1, maxQueued: 3 });
  void batcher.add('door-0');
  const doors = ['door-1', 'door-2'].map((item) => batcher.add(item));
  const tills = ['till-1', 'till-2'].map((item) => batcher.add(item));
  await expect(doors[0]).resolves.toBeNull();
  expect(batcher.queued).toBe(3);
  void tills;
});

it('runs as many batches at once as there are threads', () => {
  const { batcher, batches } = batcherWithHand({ maxBatch: 1, maxRunning: 2 });
  for (const item of ['door-1', 'door-2', 'door-3']) void batcher.add(item);
  expect(batches).toHaveLength(2);
  expect(batcher.queued).toBe(1);
});

it('fails the items of a batch that failed and no other', async () => {
  const { batcher, batches } = batcherWithHand({ maxBatch: 1 });
  const [first, second] = ['door-1', 'door-2'].map((item) => batcher.add(item));
  batches[0]!.fail();
  await expect(first).rejects.toThrow('the network failed');
  await settled();
  batches[1]!.answer();
  await expect(second).resolves.toBe('DOOR-2');
});

it('closes after the batch in flight and drops what is queued', async () => {
  const { batcher, batches } = batcherWithHand({ maxBatch: 1 });
  const [running, queued] = ['door-1', 'door-2'].map((item) => batcher.add(item));
  const closed = batcher.close();
  await expect(queued).resolves.toBeNull();
  batches[0]!.answer();
  await closed;
  await expect(running).resolves.toBe('DOOR-1');
  await expect(batcher.add('door-3')).resolves.toBeNull();
});

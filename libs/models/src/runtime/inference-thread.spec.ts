import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { InferenceThread } from './inference-thread.js';
import type { ThreadSource } from './thread-source.js';

/** A thread that does as it is told; `native` pretends to be inside native code while it hangs. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const flag = new Int32Array(workerData);
  parentPort.on('message', async (request) => {
    if (request.kind === 'close') process.exit();
    if (request.do === 'die') throw new Error('out of memory');
    if (request.do === 'loop') for (;;);
    if (request.do === 'native') {
      Atomics.store(flag, 0, 1);
      await new Promise((resolve) => setTimeout(resolve, request.forMs));
      Atomics.store(flag, 0, 0);
    }
    if (request.do === 'refuse') {
      parentPort.postMessage({ kind: 'failed', error: { code: 'input_invalid', problem: 'Too small.', remedy: 'Give more.' } });
    } else parentPort.postMessage({ kind: 'done', value: request.say });
  });
  parentPort.postMessage({ kind: 'ready', info: 'here' });
`;
const UNABLE = `
  const error = { code: 'weights_missing', problem: 'No weights.', remedy: 'Restore them.' };
  require('node:worker_threads').parentPort.postMessage({ kind: 'unable', error });
`;

const started: { thread: InferenceThread; workers: Worker[] }[] = [];

function make(code: string, changes: Partial<ThreadSource> = {}) {
  const workers: Worker[] = [];
  const ends: unknown[] = [];
  const idle: (() => void)[] = [];
  const thread = new InferenceThread({
    spawn: () => {
      const memory = new SharedArrayBuffer(4);
      const worker = new Worker(code, { eval: true, workerData: memory });
      workers.push(worker);
      return { worker, isInNative: () => Atomics.load(new Int32Array(memory), 0) === 1 };
    },
    deadlineMs: 5_000,
    onIdle: () => idle.splice(0).forEach((wake) => wake()),
    onEnded: (error) => ends.push(error),
    ...changes,
  });
  started.push({ thread, workers });
  const untilIdle = () => (thread.isIdle ? Promise.resolve() : new Promise<void>((resolve) => idle.push(resolve)));
  const run = (request: unknown) => new Promise((resolve, reject) => thread.run({ request, transfer: [], resolve, reject }));
  return { thread, workers, ends, untilIdle, run };
}

afterEach(async () => {
  for (const { workers } of started.splice(0)) await Promise.all(workers.map((worker) => worker.terminate()));
});

describe('an inference thread', () => {
  it('says what it is, and answers', async () => {
    const { thread, run } = make(THREAD);
    expect(await thread.start()).toBe('here');
    expect(await run({ say: 'one' })).toBe('one');
    expect(thread.counters).toEqual({ restarts: 0, timeouts: 0, lost: 0, abandoned: 0 });
    await thread.close();
  });

  it('fails a request with its own code and goes on', async () => {
    const { thread, run } = make(THREAD);
    await thread.start();
    await expect(run({ do: 'refuse' })).rejects.toMatchObject({ code: 'input_invalid', remedy: 'Give more.' });
    expect(await run({ say: 'two' })).toBe('two');
  });

  it('is replaced when it dies, and only the request in hand is lost', async () => {
    const { thread, workers, untilIdle, run } = make(THREAD);
    await thread.start();
    await expect(run({ do: 'die' })).rejects.toMatchObject({
      code: 'inference_thread_lost',
      message: expect.stringContaining('memory'),
    });
    await untilIdle();
    expect(await run({ say: 'three' })).toBe('three');
    expect(workers).toHaveLength(2);
    expect(thread.counters).toMatchObject({ restarts: 1, lost: 1, timeouts: 0 });
  });

  it('is ended and replaced when it loops for ever', async () => {
    const { thread, workers, untilIdle, run } = make(THREAD, { deadlineMs: 300 });
    await thread.start();
    const gone = once(workers[0]!, 'exit');
    await expect(run({ do: 'loop' })).rejects.toMatchObject({ code: 'inference_timeout' });
    await untilIdle();
    expect(await run({ say: 'four' })).toBe('four');
    expect(thread.counters).toEqual({ restarts: 1, timeouts: 1, lost: 0, abandoned: 0 });
    await gone;
  });

  it('is left alone while it hangs in native code, its late answer ignored', async () => {
    const { thread, workers, untilIdle, run } = make(THREAD, { deadlineMs: 300 });
    await thread.start();
    await expect(run({ do: 'native', forMs: 2_000, say: 'late' })).rejects.toMatchObject({ code: 'inference_timeout' });
    expect(thread.counters.abandoned).toBe(1);
    await untilIdle();
    expect(await run({ say: 'five' })).toBe('five');
    await expect.poll(() => thread.counters.abandoned, { timeout: 10_000 }).toBe(0);
    expect(workers).toHaveLength(2);
  });

  it('is given up at once when it says what it lacks', async () => {
    const { thread, ends, workers } = make(UNABLE);
    void thread.start();
    await expect.poll(() => ends).toMatchObject([{ code: 'weights_missing', remedy: 'Restore them.' }]);
    expect(workers).toHaveLength(1);
  });

  it('is given up when it dies again and again before it is ready', async () => {
    const { thread, ends, workers } = make('throw new Error("no such library")');
    void thread.start();
    await expect.poll(() => ends, { timeout: 10_000 }).toMatchObject([{ code: 'inference_unavailable' }]);
    expect(workers).toHaveLength(3);
  });

  it('finishes what it is at when it is closed', async () => {
    const { thread, run } = make(THREAD);
    await thread.start();
    const answer = run({ do: 'native', forMs: 50, say: 'six' });
    await thread.close();
    expect(await answer).toBe('six');
  });
});

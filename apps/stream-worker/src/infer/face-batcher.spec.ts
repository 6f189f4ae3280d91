import { ATTRIBUTE_COUNT, workerConfigSchema } from '@vitrine/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { faceSample } from '../fixtures/face-sample.js';
import { FaceBatcher, type FaceResult } from './face-batcher.js';

const config = { ...workerConfigSchema.parse({}).inference, maxBatchFaces: 4, maxBatchWaitMs: 40, maxQueuedFaces: 6 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A batcher whose networks answer each face with its place in the batch. */
function batcher(infer?: (faces: number) => Promise<void>) {
  const batches: number[] = [];
  const results: FaceResult[] = [];
  const errors: unknown[] = [];
  const made = new FaceBatcher(config, {
    infer: async (faces) => {
      batches.push(faces.length);
      await infer?.(faces.length);
      const logits = Float32Array.from({ length: faces.length * ATTRIBUTE_COUNT }, (_, i) => Math.floor(i / ATTRIBUTE_COUNT));
      return { logits, ageGenders: faces.map((_, i) => ({ ageYears: i, gender: 'male' as const, genderProbability: 0.9 })) };
    },
    onResult: (result) => results.push(result),
    onError: (error) => errors.push(error),
  });
  return { made, batches, results, errors };
}

it('waits a moment for company, then runs what there is', async () => {
  const { made, batches } = batcher();
  made.add(faceSample());
  made.add(faceSample());
  await vi.advanceTimersByTimeAsync(39);
  expect(batches).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(batches).toEqual([2]);
});

it('runs a full batch at once and gives every face its own answers', async () => {
  const { made, batches, results } = batcher();
  for (let i = 0; i < 4; i += 1) made.add(faceSample({ trackId: `visit-${i}` }));
  await vi.advanceTimersByTimeAsync(0);
  expect(batches).toEqual([4]);
  expect(results.map(({ sample, logits, ageGender }) => [sample.trackId, logits[0], logits.length, ageGender.ageYears])).toEqual([
    ['visit-0', 0, 40, 0],
    ['visit-1', 1, 40, 1],
    ['visit-2', 2, 40, 2],
    ['visit-3', 3, 40, 3],
  ]);
  expect(made.inferredFaces).toBe(4);
});

it('takes one face of each camera in turn', async () => {
  let release = (): void => undefined;
  const { made, results } = batcher(() => new Promise<void>((resolve) => (release = resolve)));
  for (let i = 0; i < 4; i += 1) made.add(faceSample({ cameraId: 'first' }));
  for (let i = 0; i < 5; i += 1) made.add(faceSample({ cameraId: 'crowd' }));
  made.add(faceSample({ cameraId: 'quiet' }));
  release();
  await vi.advanceTimersByTimeAsync(0);
  release();
  await vi.advanceTimersByTimeAsync(0);
  expect(results.slice(4).map(({ sample }) => sample.cameraId)).toEqual(['crowd', 'quiet', 'crowd', 'crowd']);
});

it('drops the oldest face of the busiest camera when the queue is full, and counts it', async () => {
  const { made, results } = batcher(() => new Promise<void>(() => undefined));
  for (let i = 0; i < 4; i += 1) made.add(faceSample());
  made.add(faceSample({ cameraId: 'quiet' }));
  for (let i = 0; i < 7; i += 1) made.add(faceSample({ cameraId: 'crowd' }));
  await vi.advanceTimersByTimeAsync(0);
  expect(made.queuedFaces).toBe(6);
  expect(made.droppedFaces).toBe(2);
  expect(results).toEqual([]);
});

it('loses one batch to an error, and no other', async () => {
  let calls = 0;
  const { made, results, errors } = batcher(() =>
    ++calls === 1 ? Promise.reject(new Error('out of memory')) : Promise.resolve(),
  );
  made.add(faceSample());
  await vi.advanceTimersByTimeAsync(40);
  made.add(faceSample({ trackId: 'next' }));
  await vi.advanceTimersByTimeAsync(40);
  expect(errors).toHaveLength(1);
  expect(results.map(({ sample }) => sample.trackId)).toEqual(['next']);
});

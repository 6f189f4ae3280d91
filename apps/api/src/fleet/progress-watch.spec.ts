import { expect, it } from 'vitest';
import { ProgressWatch, type Progress } from './progress-watch.js';

const report = (analysedFrames: number, changes: Partial<Progress> = {}): Progress => ({
  analysedFrames,
  framesInHand: 1,
  waitingFrames: 0,
  ...changes,
});

it('counts the time in which frames are there and none is finished', () => {
  const watch = new ProgressWatch();
  expect(watch.stuckForMs(report(5), 0)).toBe(0);
  expect(watch.stuckForMs(report(5), 2_000)).toBe(2_000);
  expect(watch.stuckForMs(report(5, { framesInHand: 0, waitingFrames: 3 }), 4_000)).toBe(4_000);
  expect(watch.stuckForMs(report(6), 6_000)).toBe(0);
});

it('does not blame a worker without frames, such as one whose cameras are all lost', () => {
  const watch = new ProgressWatch();
  watch.stuckForMs(report(5), 0);
  expect(watch.stuckForMs(report(5, { framesInHand: 0 }), 60_000)).toBe(0);
  expect(watch.stuckForMs(report(5), 62_000)).toBe(2_000);
});

it('does not blame a worker for the time in which the machine slept', () => {
  const watch = new ProgressWatch();
  watch.stuckForMs(report(5), 0);
  expect(watch.stuckForMs(report(5), 3_600_000)).toBe(5_000);
});

it('begins anew with another worker', () => {
  const watch = new ProgressWatch();
  watch.stuckForMs(report(0), 0);
  watch.reset();
  expect(watch.stuckForMs(report(0), 60_000)).toBe(0);
});

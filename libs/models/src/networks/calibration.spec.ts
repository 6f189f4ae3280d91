import { expect, it } from 'vitest';
import { calibrated, type Calibration } from './calibration.js';

/** Three attributes, the last of which doubts itself where the first is likely. */
const calibration: Calibration = {
  matrix: [
    [1, 0, 0],
    [0, 2, 0],
    [-1, 0, 1],
  ],
  bias: [0, Math.log(3), 0],
};

it('lets one attribute speak about another, in each face by itself', () => {
  const certain = [4, 0, 4];
  const neither = [0, 0, 0];
  const probs = calibrated(Float32Array.from([...certain, ...neither]), calibration);
  expect(probs[2]).toBeCloseTo(0.5);
  expect([...probs.slice(3)]).toEqual([0.5, 0.75, 0.5]);
});

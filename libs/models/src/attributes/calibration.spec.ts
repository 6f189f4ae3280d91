import { expect, it } from 'vitest';
import { calibrated } from './calibration.js';

it('scales and shifts each attribute by its own, in each face by itself', () => {
  const calibration = { scale: [1, 2], bias: [0, Math.log(3)] };
  const [unsure, half] = [0, -Math.log(3) / 2];
  expect([...calibrated(Float32Array.from([unsure, unsure, unsure, half]), calibration)]).toEqual([
    0.5,
    0.75,
    0.5,
    expect.closeTo(0.5),
  ]);
});

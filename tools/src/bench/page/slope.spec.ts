import { expect, it } from 'vitest';
import { slopeOf, type Point } from './slope.js';

it('is what a straight line grows by, wherever it begins', () => {
  const line = [0.5, 1, 2, 4].map((x): Point => [x, 20 - 1.5 * x]);
  expect(slopeOf(line)).toBeCloseTo(-1.5);
});

it('is nothing for what goes up and down about the same value', () => {
  const waves = [10, 12, 10, 8, 10, 12, 10, 8, 10].map((y, x): Point => [x, y]);
  expect(Math.abs(slopeOf(waves))).toBeLessThan(0.2);
});

it('is not known from one sample', () => expect(slopeOf([[1, 10]])).toBeNaN());

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bernoulliExp } from './bernoulli.js';
import { discreteGaussian } from './discrete-gaussian.js';
import { discreteLaplace, laplaceVariance } from './discrete-laplace.js';
import { cryptoRandom } from './random.js';

const DRAWS = 20_000;

/** Bytes that are the same at every run, so that a test of chance cannot fail by chance. */
function repeatable(seed: string) {
  let block = 0;
  return cryptoRandom((count) => {
    const parts: Buffer[] = [];
    for (let bytes = 0; bytes < count; bytes += 32) {
      parts.push(
        createHash('sha256')
          .update(`${seed}/${(block += 1)}`)
          .digest(),
      );
    }
    return Buffer.concat(parts).subarray(0, count);
  });
}

function frequencies(draw: () => bigint): Map<number, number> {
  const counts = new Map<number, number>();
  for (let index = 0; index < DRAWS; index += 1) {
    const value = Number(draw());
    counts.set(value, (counts.get(value) ?? 0) + 1 / DRAWS);
  }
  return counts;
}

/** Compares with the distribution's own formula, within four standard errors. */
function expectShape(seen: Map<number, number>, weight: (x: number) => number): void {
  const support = Array.from({ length: 401 }, (_, index) => index - 200);
  const total = support.reduce((sum, x) => sum + weight(x), 0);
  for (const x of [-5, -2, -1, 0, 1, 2, 5]) {
    const p = weight(x) / total;
    const frequency = seen.get(x) ?? 0;
    expect(Math.abs(frequency - p), `P(${x}) = ${p.toFixed(4)}, seen ${frequency}`).toBeLessThan(
      4 * Math.sqrt((p * (1 - p)) / DRAWS),
    );
  }
}

describe('uniform integers', () => {
  it('take every value below the bound equally often and none above', () => {
    const random = repeatable('uniform');
    const seen = frequencies(() => random.below(5n));
    expect([...seen.keys()].sort()).toEqual([0, 1, 2, 3, 4]);
    for (const frequency of seen.values()) expect(frequency).toBeCloseTo(0.2, 1.5);
  });

  it('come from the operating system unless a test says otherwise', () => {
    const values = new Set(Array.from({ length: 8 }, () => cryptoRandom().below(1n << 64n)));
    expect(values.size).toBe(8);
  });

  it('have no bound of zero', () => {
    expect(() => repeatable('none').below(0n)).toThrow(RangeError);
  });
});

it.each([
  [0n, 1n],
  [1n, 3n],
  [1n, 1n],
  [5n, 2n],
])('a coin falls with probability exp(−%s/%s)', (over, under) => {
  const random = repeatable(`coin ${over}/${under}`);
  let heads = 0;
  for (let index = 0; index < DRAWS; index += 1) heads += bernoulliExp(random, { over, under }) ? 1 : 0;
  const p = Math.exp(-Number(over) / Number(under));
  expect(Math.abs(heads / DRAWS - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / DRAWS));
});

describe('discrete Laplace noise', () => {
  it.each([
    [2n, 1n],
    [4n, 1n],
    [3n, 2n],
  ])('of scale %s/%s falls off as exp(−|x| / b)', (over, under) => {
    const random = repeatable(`laplace ${over}/${under}`);
    const b = Number(over) / Number(under);
    expectShape(
      frequencies(() => discreteLaplace(random, { over, under })),
      (x) => Math.exp(-Math.abs(x) / b),
    );
  });

  it('has the variance that intervals are computed with', () => {
    const random = repeatable('variance');
    let squares = 0;
    for (let index = 0; index < DRAWS; index += 1) squares += Number(discreteLaplace(random, { over: 2n, under: 1n })) ** 2;
    expect(squares / DRAWS / laplaceVariance(2)).toBeCloseTo(1, 1);
  });
});

it('discrete Gaussian noise falls off as exp(−x² / 2σ²)', () => {
  const random = repeatable('gaussian');
  expectShape(
    frequencies(() => discreteGaussian(random, { over: 60n, under: 1n })),
    (x) => Math.exp(-(x * x) / 120),
  );
});

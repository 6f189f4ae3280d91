import { describe, expect, it } from 'vitest';
import { emptyCells, looksIndex } from '../counting/cells.js';
import { disclose, type RawBlock } from './disclose.js';
import { estimateCount, estimateDwell, estimateShare } from './estimate.js';
import { cryptoRandom } from './random.js';
import { privacyLoss, rationalOf, type DisclosureRules, type Noise } from './rules.js';

const NOISE: Noise = { looksScale: rationalOf(2), dwellScale: rationalOf(4), attributeRho: rationalOf(0.25) };
const NOISY: DisclosureRules = { mode: 'noisy', noise: NOISE };

/** 120 visits: 70 women and 45 men of 25–34, 5 of whom nothing is known. */
function block(kind: RawBlock['kind'] = 'looks'): RawBlock {
  const cells = emptyCells();
  cells.looks[looksIndex('female', '25-34')] = 70;
  cells.looks[looksIndex('male', '25-34')] = 45;
  cells.looks[looksIndex('unknown', 'unknown')] = 5;
  cells.dwell[2] = 120;
  cells.attributes[15] = 40;
  cells.attributes[4] = 3;
  return { place: 'door', kind, startMs: 0, endMs: 900_000, visits: 120, cells, attributes: [4, 15], policyVersion: 1 };
}

describe('noisy', () => {
  it('gives every cell noise of its own, those of zero visits too', () => {
    const { cells } = disclose(block(), NOISY, cryptoRandom());
    const empty = cells.slice(0, 24).filter((_, index) => block().cells.looks[index] === 0);
    expect(empty.some((count) => count !== 0)).toBe(true);
    expect(cells).toHaveLength(24 + 9);
    expect(cells.every((count) => Number.isInteger(count))).toBe(true);
  });

  it('publishes no attribute that the policy did not let out all along', () => {
    const { cells } = disclose(block('attributes'), NOISY, cryptoRandom());
    expect(cells.map((count, index) => (count === null ? null : index)).filter((index) => index !== null)).toEqual([4, 15]);
  });

  it('says what it costs: 5.5 at δ = 10⁻⁶ for one visit in one place', () => {
    const { looks, dwell, attributes, all } = privacyLoss(NOISE);
    expect([looks, dwell]).toEqual([1, 0.5]);
    expect(attributes).toBeCloseTo(3.97, 2);
    expect(all).toBeCloseTo(5.47, 2);
  });
});

describe('grouped', () => {
  const grouped = (kind: RawBlock['kind']) => disclose(block(kind), { mode: 'grouped', minimumGroup: 20 }, cryptoRandom());

  it('joins what is small to larger groups; integers add up, and no group is small', () => {
    const looks = grouped('looks').cells.slice(0, 24);
    expect(looks.reduce((sum, count) => sum! + count!, 0)).toBe(120);
    expect(looks.filter((count) => count! > 0 && count! < 20)).toEqual([]);
    expect(looks[looksIndex('female', '25-34')]).toBe(70);
  });

  it('does not publish an attribute that few have', () => {
    const { cells } = grouped('attributes');
    expect([cells[15], cells[4]]).toEqual([40, null]);
  });
});

it('exact gives what was counted', () => {
  expect(disclose(block(), { mode: 'exact' }, cryptoRandom()).cells.slice(0, 24)).toEqual(block().cells.looks);
});

describe('an estimate', () => {
  it('has an interval that holds the truth nineteen times of twenty', () => {
    const random = cryptoRandom();
    const women = Array.from({ length: 8 }, (_, age) => age);
    let held = 0;
    const runs = 400;
    for (let run = 0; run < runs; run += 1) {
      const { cells, variance, looksExcess } = disclose(block(), NOISY, random);
      const value = women.reduce((sum, cell) => sum + cells[cell]!, 0) - (looksExcess * 8) / 24;
      const { low, high } = estimateCount({ value, cells: 8 }, 120, variance);
      held += low <= 70 && high >= 70 ? 1 : 0;
    }
    // Six standard errors below 95 %: fails once in a thousand million runs.
    expect(held / runs).toBeGreaterThan(0.95 - 6 * Math.sqrt((0.95 * 0.05) / runs));
  });

  it('never shows less than nothing or more than everybody', () => {
    expect(estimateCount({ value: -7, cells: 1 }, 100, 8)).toMatchObject({ value: 0, low: 0 });
    expect(estimateShare({ value: -3, cells: 8 }, { value: -2, cells: 8 }, 8)).toEqual({ value: 0.5, low: 0, high: 1 });
  });

  it('of dwell lies between the bins’ edges', () => {
    expect(estimateDwell([0, 0, 100, 0, 0, 0, 0, 0, 0], 0.5, 0)).toEqual({ value: 7.5, low: 7.5, high: 7.5 });
    expect(estimateDwell([0, 0, 0, 0, 0, 0, 0, 0, 40], 0.5, 0)).toBeNull();
  });
});

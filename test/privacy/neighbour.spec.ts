// The promise itself: whether one visit was a woman’s or a man’s changes no answer’s probability by more than e^ε.
import {
  cryptoRandom,
  disclose,
  emptyCells,
  looksIndex,
  privacyLoss,
  toNumber,
  attributeVariance,
  type RawBlock,
} from '@vitrine/metrics';
import { NOISY } from '@vitrine/tools';
import { describe, expect, it } from 'vitest';

const DRAWS = 100_000;
const WOMAN = looksIndex('female', '25-34');
const MAN = looksIndex('male', '45-54');
if (NOISY.mode !== 'noisy') throw new Error('the default mode is noisy');
const { noise } = NOISY;

/** A block of 101 visits, of which the attacker knows all but one. */
function block(change: (cells: ReturnType<typeof emptyCells>) => void, kind: RawBlock['kind'] = 'looks'): RawBlock {
  const cells = emptyCells();
  cells.looks[WOMAN] = 50;
  cells.looks[MAN] = 50;
  cells.dwell[2] = 101;
  change(cells);
  const attributes = Array.from({ length: 30 }, (_, index) => index);
  return { place: 'p', kind, startMs: 0, endMs: 900_000, visits: 101, cells, attributes, policyVersion: 1 };
}

function histogram(raw: RawBlock, outcomeOf: (cells: readonly (number | null)[]) => string): Map<string, number> {
  const random = cryptoRandom();
  const seen = new Map<string, number>();
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const outcome = outcomeOf(disclose(raw, NOISY, random).cells);
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
  }
  return seen;
}

/** Outcomes seen often enough to say something, whose frequencies differ by more than e^ε and five standard errors allow. */
function violations(one: Map<string, number>, other: Map<string, number>, epsilon: number): string[] {
  return [...one].flatMap(([outcome, count]) => {
    const allowed = Math.exp(epsilon) * (other.get(outcome) ?? 0);
    const slack = 5 * Math.sqrt(count + Math.exp(2 * epsilon) * ((other.get(outcome) ?? 0) + 1));
    return count > 100 && count > allowed + slack ? [`${outcome}: ${count} against ${other.get(outcome) ?? 0}`] : [];
  });
}

describe('of two blocks that differ in one visit', () => {
  const { looks, dwell } = privacyLoss(noise);

  it(`gender × age tells them apart by at most e^${looks}`, () => {
    // The two cells that differ, seen together: all that there is to see.
    const outcomeOf = (cells: readonly (number | null)[]) => `${cells[WOMAN]} ${cells[MAN]}`;
    const woman = histogram(
      block((cells) => (cells.looks[WOMAN]! += 1)),
      outcomeOf,
    );
    const man = histogram(
      block((cells) => (cells.looks[MAN]! += 1)),
      outcomeOf,
    );
    expect(violations(woman, man, looks)).toEqual([]);
    expect(violations(man, woman, looks)).toEqual([]);
    // The test can fail: half of the noise’s ε is not kept.
    expect(violations(woman, man, looks / 4).length).toBeGreaterThan(0);
  });

  it(`dwell tells them apart by at most e^${dwell}`, () => {
    const outcomeOf = (cells: readonly (number | null)[]) => `${cells[26]} ${cells[29]}`;
    const short = histogram(
      block((cells) => (cells.looks[WOMAN]! += 1)),
      outcomeOf,
    );
    const long = histogram(
      block((cells) => {
        cells.looks[WOMAN]! += 1;
        cells.dwell[2]! -= 1;
        cells.dwell[5]! += 1;
      }),
      outcomeOf,
    );
    expect([...violations(short, long, dwell), ...violations(long, short, dwell)]).toEqual([]);
  });

  it('all thirty attributes together cost no more than ρ', () => {
    const random = cryptoRandom();
    const plain = block(() => undefined, 'attributes');
    const variance = toNumber(attributeVariance(noise, 30));
    const losses = Array.from({ length: 5_000 }, () => {
      const { cells } = disclose(plain, NOISY, random);
      // Of a visit with all thirty against one with none: ln P(x | with none) − ln P(x | with all).
      return cells.slice(0, 30).reduce<number>((sum, x) => sum + ((x! - 1) ** 2 - x! ** 2) / (2 * variance), 0);
    });
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    const rho = toNumber(noise.attributeRho);
    // The loss is normal with mean ρ and variance 2ρ.
    expect(Math.abs(mean - rho)).toBeLessThan(5 * Math.sqrt((2 * rho) / losses.length));
    expect(losses.filter((loss) => loss > privacyLoss(noise).attributes)).toEqual([]);
  });
});

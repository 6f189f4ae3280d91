import { COUNTED_AGES, type CountedAge, type CountedGender } from '@vitrine/contracts';
import { closeBlocks, cryptoRandom, disclose, emptyCells, looksIndex, looksIndices, QUARTER_MS } from '@vitrine/metrics';
import { Chance } from './chance.js';
import { CLOSING_RULES, NOISY } from './fill.js';

export interface ShareError {
  readonly visitsAnHour: number;
  readonly hours: number;
  /** One standard deviation of what the noise does to the share of women, percentage points. */
  readonly noisePoints: number;
  /** The same of chance itself: who happens to come. */
  readonly samplingPoints: number;
}

const AGES: readonly CountedAge[] = COUNTED_AGES.slice(0, 7);
const AGE_SHARES = [0.09, 0.17, 0.21, 0.18, 0.15, 0.12, 0.08];

/** Publishes the same hours again and again and sees how far the share of women is from the one that was counted. */
export function shareError(visitsAnHour: number, hours: number, runs: number): ShareError {
  const chance = new Chance(visitsAnHour + hours);
  const random = cryptoRandom();
  let squares = 0;
  for (let run = 0; run < runs; run += 1) {
    const quarters = Array.from({ length: hours * 4 }, () => chance.poisson(visitsAnHour / 4));
    const visits = new Map(quarters.map((count, index) => [index * QUARTER_MS, count]));
    const { closed } = closeBlocks(
      { since: { looks: 0, attributes: 0 }, visits },
      {
        untilMs: quarters.length * QUARTER_MS,
        rules: CLOSING_RULES,
        isMidnight: (atMs) => atMs === quarters.length * QUARTER_MS,
        isCut: () => false,
      },
    );
    const counted = { female: 0, male: 0 };
    const published = { female: 0, male: 0 };
    for (const range of closed.looks) {
      const cells = emptyCells();
      const women = chance.binomial(range.visits, 0.5);
      deal(cells.looks, 'female', women, chance);
      deal(cells.looks, 'male', range.visits - women, chance);
      const block = disclose({ ...range, place: 'p', kind: 'looks', cells, attributes: [], policyVersion: 1 }, NOISY, random);
      for (const gender of ['female', 'male'] as const) {
        const indices = looksIndices([gender], COUNTED_AGES);
        const sum = indices.reduce((total, index) => total + block.cells[index]!, 0);
        published[gender] += sum - (block.looksExcess * indices.length) / 24;
        counted[gender] += gender === 'female' ? women : range.visits - women;
      }
    }
    const share = ({ female, male }: typeof counted) => female / (female + male);
    squares += (share(published) - share(counted)) ** 2;
  }
  const samplingPoints = 100 * Math.sqrt(0.25 / (visitsAnHour * hours));
  return { visitsAnHour, hours, noisePoints: 100 * Math.sqrt(squares / runs), samplingPoints };
}

function deal(looks: number[], gender: CountedGender, visits: number, chance: Chance): void {
  for (const [index, count] of chance.deal(visits, AGE_SHARES).entries()) looks[looksIndex(gender, AGES[index]!)]! += count;
}

import { describe, expect, it } from 'vitest';
import { DAY_MS, QUARTER_MS } from '../counting/time.js';
import { closeBlocks, type Closing, type OpenPlace } from './blocks.js';

const NOON = Date.UTC(2026, 5, 1, 12);
const at = (quarter: number) => NOON + quarter * QUARTER_MS;

/** @param visits by quarter hour from noon on */
function place(visits: readonly number[], since = { looks: NOON, attributes: NOON }): OpenPlace {
  return { since, visits: new Map(visits.map((count, quarter) => [at(quarter), count])) };
}

function closing(quarters: number, change: Partial<Closing> = {}): Closing {
  return {
    untilMs: at(quarters),
    rules: { looks: { visits: 100, visitsAtMidnight: 10 }, attributes: { visits: 200, visitsAtMidnight: 20 } },
    isMidnight: () => false,
    isCut: () => false,
    ...change,
  };
}

describe('a block', () => {
  it('closes at the first quarter hour’s end with a hundred visits, and the next begins there', () => {
    const { closed, since } = closeBlocks(place([60, 50, 130, 30]), closing(4));
    expect(closed.looks).toEqual([
      { startMs: at(0), endMs: at(2), visits: 110 },
      { startMs: at(2), endMs: at(3), visits: 130 },
    ]);
    expect(since.looks).toBe(at(3));
  });

  it('of attributes is a whole number of blocks of looks', () => {
    const { closed } = closeBlocks(place([60, 50, 130, 30]), closing(4));
    expect(closed.attributes).toEqual([{ startMs: at(0), endMs: at(3), visits: 240 }]);
  });

  it('closes at midnight with ten visits, and runs on with fewer', () => {
    const midnight = closing(2, { isMidnight: (ms) => ms === at(1) });
    expect(closeBlocks(place([12, 1]), midnight).closed.looks).toEqual([{ startMs: at(0), endMs: at(1), visits: 12 }]);
    expect(closeBlocks(place([9, 1]), midnight).closed.looks).toEqual([]);
  });

  it('begins with somebody in it, however long nobody came', () => {
    expect(closeBlocks(place([0, 0, 120]), closing(3)).closed.looks).toEqual([{ startMs: at(2), endMs: at(3), visits: 120 }]);
  });

  it('never reaches over a change of the policy: with too few visits its looks are thrown away', () => {
    const cut = closing(3, { isCut: (ms) => ms === at(1) });
    const few = closeBlocks(place([9, 0, 0]), cut);
    expect([few.closed.looks, few.discarded.looks]).toEqual([[], [{ startMs: at(0), endMs: at(1) }]]);
    expect(closeBlocks(place([40, 0, 0]), cut).closed.looks).toEqual([{ startMs: at(0), endMs: at(1), visits: 40 }]);
  });

  it('that does not fill in thirty days is thrown away', () => {
    const quarters = (31 * DAY_MS) / QUARTER_MS;
    const { discarded, since } = closeBlocks(place([3]), closing(quarters));
    expect(discarded.looks).toEqual([{ startMs: at(0), endMs: at(0) + 30 * DAY_MS }]);
    expect(since.looks).toBe(at(quarters));
  });

  it('is the same whether its quarter hours are settled one by one or all at once', () => {
    const visits = [5, 80, 0, 40, 300, 2, 2, 99, 1, 110, 0, 45];
    const once = closeBlocks(place(visits), closing(visits.length));
    let since = { looks: NOON, attributes: NOON };
    const blocks = { looks: [] as unknown[], attributes: [] as unknown[] };
    for (let quarter = 1; quarter <= visits.length; quarter += 1) {
      const step = closeBlocks(place(visits.slice(0, quarter), since), closing(quarter));
      for (const kind of ['looks', 'attributes'] as const) blocks[kind].push(...step.closed[kind]);
      since = { ...step.since };
    }
    expect(blocks).toEqual(once.closed);
  });
});

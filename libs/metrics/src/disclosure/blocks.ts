import type { BlockKind } from '../counting/cells.js';
import { DAY_MS, QUARTER_MS, type TimeRange } from '../counting/time.js';

/** When a block closes. All of it is public: visits are, and so is the site's midnight. */
export interface ClosingRule {
  /** A block closes at the first quarter hour's end with as many visits. */
  readonly visits: number;
  /** At the site's midnight, and when the policy changes, fewer suffice. */
  readonly visitsAtMidnight: number;
}

/** What has not become a block by then never does: true counts do not wait on disk for ever. */
export const MAX_BLOCK_MS = 30 * DAY_MS;

export type ClosingRules = Readonly<Record<BlockKind, ClosingRule>>;

export interface ClosedRange extends TimeRange {
  readonly visits: number;
}

/** The part of a place's history that is not in blocks yet. */
export interface OpenPlace {
  /** From where the next block of each kind begins. */
  readonly since: Readonly<Record<BlockKind, number>>;
  /** Visits by quarter hour (its first millisecond), at least from `since` on; a quarter hour without visits may be absent. */
  readonly visits: ReadonlyMap<number, number>;
}

export interface Closing {
  /** Up to where quarter hours are settled, UTC epoch ms. */
  readonly untilMs: number;
  readonly rules: ClosingRules;
  readonly isMidnight: (atMs: number) => boolean;
  /** Whether another version of the policy holds from this quarter hour on. */
  readonly isCut: (quarterMs: number) => boolean;
}

export interface ClosedPlace {
  readonly closed: Readonly<Record<BlockKind, readonly ClosedRange[]>>;
  /** Ranges that ended with too few visits, by a change of policy or by age: what was counted of looks in them is thrown away. */
  readonly discarded: Readonly<Record<BlockKind, readonly TimeRange[]>>;
  readonly since: Readonly<Record<BlockKind, number>>;
}

/**
 * Cuts a place's settled quarter hours into blocks. Looks only at public numbers, so the cut says nothing of anybody's looks. A block
 * of attributes is a whole number of blocks of looks.
 */
export function closeBlocks(place: OpenPlace, { untilMs, rules, isMidnight, isCut }: Closing): ClosedPlace {
  const closed = { looks: [] as ClosedRange[], attributes: [] as ClosedRange[] };
  const discarded = { looks: [] as TimeRange[], attributes: [] as TimeRange[] };
  const since = { ...place.since };
  const visits = { looks: 0, attributes: 0 };

  const endAt = (kind: BlockKind, endMs: number, isKept: boolean) => {
    if (isKept) closed[kind].push({ startMs: since[kind], endMs, visits: visits[kind] });
    else discarded[kind].push({ startMs: since[kind], endMs });
    since[kind] = endMs;
    visits[kind] = 0;
  };

  const firstMs = Math.min(since.looks, since.attributes);
  for (let quarterMs = firstMs; quarterMs + QUARTER_MS <= untilMs; quarterMs += QUARTER_MS) {
    const endMs = quarterMs + QUARTER_MS;
    const here = place.visits.get(quarterMs) ?? 0;
    visits.attributes += here;
    // An earlier run has closed these blocks of looks already.
    if (quarterMs < since.looks) continue;
    visits.looks += here;
    const isCutHere = isCut(endMs);
    const isEarly = isCutHere || isMidnight(endMs);
    for (const kind of ['looks', 'attributes'] as const) {
      // A block begins with somebody in it.
      if (visits[kind] === 0) since[kind] = endMs;
      const isFull = visits[kind] >= (isEarly ? rules[kind].visitsAtMidnight : rules[kind].visits);
      const isTooOld = endMs - since[kind] >= MAX_BLOCK_MS;
      if (!isFull && !isCutHere && !isTooOld) break;
      if (visits[kind] > 0) endAt(kind, endMs, isFull);
    }
  }
  return { closed, discarded, since };
}

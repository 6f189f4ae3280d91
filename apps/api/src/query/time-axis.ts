import type { Dimension, Row } from '@vitrine/contracts';
import { MINUTE_MS, QUARTER_MS, zonedBuckets, type TimeRange, type TimeUnit, type ZoneClock } from '@vitrine/metrics';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** One row's part of the time axis. */
export interface TimeKey {
  /** `time`, `hourOfDay` and `weekday`, as far as they are asked for. */
  readonly cells: Row;
  readonly sortBy: readonly number[];
  /** Length of the time that belongs to it and has passed, ms. */
  passedMs: number;
}

export interface TimeAxis {
  readonly keys: readonly TimeKey[];
  /** Null when the whole range is one row. */
  readonly atoms: readonly { readonly atomMs: number; readonly key: number }[] | null;
}

/** @returns the unit of `time:hour` and its like; null where no time is asked for */
export function timeUnit(groupBy: readonly Dimension[]): TimeUnit | null {
  const dimension = groupBy.find((name) => name.startsWith('time:'));
  return dimension === undefined ? null : (dimension.slice('time:'.length) as TimeUnit);
}

/**
 * Gives every atom of the range the row that it belongs to. @param nowMs what lies after it has not passed
 * @throws TooManyBucketsError
 */
export function timeAxis(range: TimeRange, groupBy: readonly Dimension[], clock: ZoneClock, nowMs: number): TimeAxis {
  const unit = timeUnit(groupBy);
  const isCyclic = groupBy.includes('hourOfDay') || groupBy.includes('weekday');
  if (unit === null && !isCyclic) {
    return { keys: [{ cells: {}, sortBy: [], passedMs: passed(range.startMs, range.endMs, nowMs) }], atoms: null };
  }
  const buckets = unit === null ? [range] : zonedBuckets(range, unit, clock, MAX_BUCKETS);
  const atomMs = unit === 'minute' ? MINUTE_MS : QUARTER_MS;
  const keys = new Map<string, { index: number; key: TimeKey }>();
  const atoms: { atomMs: number; key: number }[] = [];
  for (const bucket of buckets) {
    for (let atMs = bucket.startMs; atMs < bucket.endMs; atMs += atomMs) {
      const startMs = unit === null ? null : bucket.startMs;
      const weekday = groupBy.includes('weekday') ? clock.weekday(atMs) : null;
      const hour = groupBy.includes('hourOfDay') ? clock.hourOfDay(atMs) : null;
      const name = `${startMs}/${weekday}/${hour}`;
      const known = keys.get(name) ?? { index: keys.size, key: keyOf({ startMs, weekday, hour }, clock) };
      keys.set(name, known);
      known.key.passedMs += passed(atMs, atMs + atomMs, nowMs);
      atoms.push({ atomMs: atMs, key: known.index });
    }
  }
  return { keys: [...keys.values()].map(({ key }) => key), atoms };
}

/** More atoms than this are a mistake: a year of minutes. */
const MAX_BUCKETS = 100_000;

interface Position {
  readonly startMs: number | null;
  readonly weekday: number | null;
  readonly hour: number | null;
}

function keyOf({ startMs, weekday, hour }: Position, clock: ZoneClock): TimeKey {
  const cells: Row = {};
  if (startMs !== null) cells['time'] = clock.iso(startMs);
  if (weekday !== null) cells['weekday'] = WEEKDAYS[weekday]!;
  if (hour !== null) cells['hourOfDay'] = hour;
  return { cells, sortBy: [startMs ?? 0, weekday ?? 0, hour ?? 0], passedMs: 0 };
}

function passed(startMs: number, endMs: number, nowMs: number): number {
  return Math.max(0, Math.min(endMs, nowMs) - startMs);
}

import type { BucketUnit } from '@vitrine/contracts';
import { MINUTE_MS } from './visit-counter.js';

const HOUR_MS = 60 * MINUTE_MS;
/** Longer than any local day: 25 h after a clock change, 48 h where a date was skipped. */
const LONGEST_DAY_MS = 49 * HOUR_MS;

/** `[startMs, endMs)`, UTC epoch ms. */
export interface TimeBucket {
  readonly startMs: number;
  readonly endMs: number;
}

/** An IANA time zone's clock. Built on Intl, so it knows what the runtime's ICU data knows. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  /** Offsets change at whole quarter hours only, so one look per quarter hour is enough. */
  readonly #offsetByQuarterHour = new Map<number, number>();

  /** @throws RangeError when there is no such zone */
  constructor(readonly timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** @returns local time minus UTC at that instant, ms */
  offsetMs(atMs: number): number {
    const quarterHour = Math.floor(atMs / (15 * MINUTE_MS));
    const known = this.#offsetByQuarterHour.get(quarterHour);
    if (known !== undefined) return known;
    const startMs = quarterHour * 15 * MINUTE_MS;
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(startMs)) part[type] = Number(value);
    const localMs = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
    this.#offsetByQuarterHour.set(quarterHour, localMs - startMs);
    return localMs - startMs;
  }

  /** @returns ISO 8601 in local time with the zone's offset at that instant */
  iso(atMs: number): string {
    const offsetMs = this.offsetMs(atMs);
    const local = new Date(atMs + offsetMs).toISOString().slice(0, -1);
    const offsetMinutes = Math.abs(Math.round(offsetMs / MINUTE_MS));
    const pad = (value: number) => String(value).padStart(2, '0');
    return `${local}${offsetMs < 0 ? '-' : '+'}${pad(Math.floor(offsetMinutes / 60))}:${pad(offsetMinutes % 60)}`;
  }

  /** @returns the first instant after `atMs` at which a new minute, hour or day of the local clock begins */
  nextStart(unit: BucketUnit, atMs: number): number {
    if (unit === 'day') return this.#nextMidnight(atMs);
    const unitMs = unit === 'hour' ? HOUR_MS : MINUTE_MS;
    const intoUnitMs = modulo(atMs + this.offsetMs(atMs), unitMs);
    return atMs + unitMs - intoUnitMs;
  }

  /** The date changes once within the longest day, wherever the clock is moved meanwhile; where midnight does not exist the day begins with the gap's end. */
  #nextMidnight(atMs: number): number {
    const today = this.#localDay(atMs);
    let beforeMinute = Math.floor(atMs / MINUTE_MS);
    let afterMinute = beforeMinute + LONGEST_DAY_MS / MINUTE_MS;
    while (afterMinute - beforeMinute > 1) {
      const middle = Math.floor((beforeMinute + afterMinute) / 2);
      if (this.#localDay(middle * MINUTE_MS) === today) beforeMinute = middle;
      else afterMinute = middle;
    }
    return afterMinute * MINUTE_MS;
  }

  #localDay(atMs: number): number {
    return Math.floor((atMs + this.offsetMs(atMs)) / (24 * HOUR_MS));
  }
}

/**
 * Cuts `[fromMs, toMs)` where the zone's clock begins a new unit; the first and last bucket end with the range. A day has 23 or 25
 * hours when the clock is changed, and the hour that the clock shows twice is two buckets.
 * @throws TooManyBucketsError beyond `maxBuckets`
 */
export function zonedBuckets(
  range: { fromMs: number; toMs: number },
  unit: BucketUnit,
  clock: ZoneClock,
  maxBuckets: number,
): TimeBucket[] {
  const buckets: TimeBucket[] = [];
  for (let startMs = range.fromMs; startMs < range.toMs;) {
    if (buckets.length === maxBuckets) throw new TooManyBucketsError(maxBuckets);
    const endMs = Math.min(range.toMs, clock.nextStart(unit, startMs));
    buckets.push({ startMs, endMs });
    startMs = endMs;
  }
  return buckets;
}

export class TooManyBucketsError extends Error {
  constructor(readonly maxBuckets: number) {
    super(`more than ${maxBuckets} buckets`);
  }
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

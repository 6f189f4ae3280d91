import { Temporal } from '@js-temporal/polyfill';
import { DAY_MS, HOUR_MS, MINUTE_MS, QUARTER_MS, type TimeRange } from './time.js';

/** What a time axis is cut into. Weeks begin on Monday. */
export const TIME_UNITS = ['minute', '15m', 'hour', 'day', 'week', 'month'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

const SHORT_UNIT_MS = { minute: MINUTE_MS, '15m': QUARTER_MS, hour: HOUR_MS } as const;

interface Piece extends TimeRange {
  readonly offsetMs: number;
}

/** An IANA time zone's clock. Temporal knows when the clock is moved; between two such moments everything is arithmetic. */
export class ZoneClock {
  #pieces: Piece[] = [];

  /** @throws RangeError when there is no such zone */
  constructor(readonly timeZone: string) {
    this.#pieceAt(Date.now());
  }

  /** @returns local time minus UTC at that instant, ms */
  offsetMs(atMs: number): number {
    return this.#pieceAt(atMs).offsetMs;
  }

  /** @returns ISO 8601 in local time with the zone's offset at that instant */
  iso(atMs: number): string {
    const offsetMs = this.offsetMs(atMs);
    const offsetMinutes = Math.abs(Math.round(offsetMs / MINUTE_MS));
    const pad = (value: number) => String(value).padStart(2, '0');
    const sign = offsetMs < 0 ? '-' : '+';
    return `${this.local(atMs)}${sign}${pad(Math.floor(offsetMinutes / 60))}:${pad(offsetMinutes % 60)}`;
  }

  /** @returns hour of the day, 0–23 */
  hourOfDay(atMs: number): number {
    return Math.floor(modulo(atMs + this.offsetMs(atMs), DAY_MS) / HOUR_MS);
  }

  /** @returns day of the week, 0 for Monday */
  weekday(atMs: number): number {
    // The epoch was a Thursday.
    return modulo(this.#localDay(atMs) + 3, 7);
  }

  /** @returns whether a local day begins at that instant */
  isMidnight(atMs: number): boolean {
    return this.#localDay(atMs) !== this.#localDay(atMs - 1);
  }

  /** @returns the first instant of the local date `days` after the one that holds `atMs` */
  dayStart(atMs: number, days = 0): number {
    return this.#firstOf(this.#localDay(atMs) + days);
  }

  /** @returns the first instant after `atMs` at which a new unit of the local clock begins */
  nextStart(unit: TimeUnit, atMs: number): number {
    if (unit === 'day') return this.dayStart(atMs, 1);
    if (unit === 'week') return this.dayStart(atMs, 7 - this.weekday(atMs));
    if (unit === 'month') {
      const local = new Date(this.#localDay(atMs) * DAY_MS);
      return this.#firstOf(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1) / DAY_MS);
    }
    const unitMs = SHORT_UNIT_MS[unit];
    return atMs + unitMs - modulo(atMs + this.offsetMs(atMs), unitMs);
  }

  /** @returns the instant of a local date or time, such as `2026-03-29` or `2026-03-29T14:30`. @throws RangeError */
  instantOf(local: string): number {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(this.timeZone).epochMilliseconds;
  }

  /** @returns the local date and time of an instant, without an offset */
  local(atMs: number): string {
    return new Date(atMs + this.offsetMs(atMs)).toISOString().slice(0, -5);
  }

  /** Where midnight does not exist, the day begins with the gap's end. */
  #firstOf(localDay: number): number {
    const guessMs = localDay * DAY_MS;
    let before = Math.floor((guessMs - 26 * HOUR_MS) / MINUTE_MS);
    let after = Math.ceil((guessMs + 26 * HOUR_MS) / MINUTE_MS);
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.#localDay(middle * MINUTE_MS) >= localDay) after = middle;
      else before = middle;
    }
    return after * MINUTE_MS;
  }

  #localDay(atMs: number): number {
    return Math.floor((atMs + this.offsetMs(atMs)) / DAY_MS);
  }

  #pieceAt(atMs: number): Piece {
    const known = this.#pieces.find(({ startMs, endMs }) => atMs >= startMs && atMs < endMs);
    if (known) return known;
    const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(this.timeZone);
    const piece = {
      startMs: local.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity,
      endMs: local.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
      offsetMs: Math.round(local.offsetNanoseconds / 1e6),
    };
    this.#pieces = [piece, ...this.#pieces].slice(0, MAX_PIECES);
    return piece;
  }
}

/** Thirty years of clock changes. */
const MAX_PIECES = 64;

/**
 * Cuts a range where the zone's clock begins a new unit; the first and last bucket end with the range. A day has 23 or 25 hours when
 * the clock is changed, and the hour that the clock shows twice is two buckets.
 * @throws TooManyBucketsError beyond `maxBuckets`
 */
export function zonedBuckets(range: TimeRange, unit: TimeUnit, clock: ZoneClock, maxBuckets: number): TimeRange[] {
  const buckets: TimeRange[] = [];
  for (let startMs = range.startMs; startMs < range.endMs;) {
    if (buckets.length === maxBuckets) throw new TooManyBucketsError(maxBuckets);
    const endMs = Math.min(range.endMs, clock.nextStart(unit, startMs));
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

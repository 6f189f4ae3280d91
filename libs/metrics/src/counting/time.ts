export const MINUTE_MS = 60_000;
/** The atom of publishing: every zone's offset is a multiple of it, so hours and days of every site are whole atoms. */
export const QUARTER_MS = 15 * MINUTE_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** `[startMs, endMs)`, UTC epoch ms. */
export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

/** @returns the first millisecond of the minute that holds `atMs` */
export function minuteStart(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
}

/** @returns the first millisecond of the UTC quarter hour that holds `atMs` */
export function quarterStart(atMs: number): number {
  return Math.floor(atMs / QUARTER_MS) * QUARTER_MS;
}

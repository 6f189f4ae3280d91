import { locale } from './t.js';

/** Numbers and times as people read them, in their language. Times are the site's, until it is known the browser's. */

const NARROW_SPACE = '\u202f';
const SPACE = '\u00a0';

let siteZone: string | undefined;

/** @param zone IANA zone in which the site's hours and days begin */
export function setSiteZone(zone: string): void {
  siteZone = zone;
}

/** @returns the site's zone once it is known */
export function zoneOfSite(): string | undefined {
  return siteZone;
}

/** Makers of formats are costly and asked for many times a second. */
const numbers = new Map<string, Intl.NumberFormat>();
function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language() + JSON.stringify(options);
  const made = numbers.get(key) ?? new Intl.NumberFormat(language(), options);
  numbers.set(key, made);
  return made;
}

const times = new Map<string, Intl.DateTimeFormat>();
function timeFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zoned = siteZone === undefined ? options : { timeZone: siteZone, ...options };
  const key = language() + JSON.stringify(zoned);
  const made = times.get(key) ?? new Intl.DateTimeFormat(language(), { hourCycle: 'h23', ...zoned });
  times.set(key, made);
  return made;
}

function language(): string {
  return locale() === 'en' ? 'en-GB' : locale();
}

export function count(value: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(value);
}

export function decimal(value: number, digits = 1): string {
  return numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** @param share 0–1 */
export function percent(share: number, digits = 0): string {
  return `${decimal(100 * share, digits)}${NARROW_SPACE}%`;
}

/** `+6 %`, `−3 %`, `±0 %` */
export function change(share: number): string {
  const rounded = Math.round(100 * share);
  const sign = rounded > 0 ? '+' : rounded < 0 ? '−' : '±';
  return `${sign}${count(Math.abs(rounded))}${NARROW_SPACE}%`;
}

/** @returns `84 ms` below a second, `1.4 s` below ten, `12 s`, `3 min`, `2 h`, `4 d` above */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}${SPACE}ms`;
  const seconds = ms / 1_000;
  if (seconds < 9.95) return `${decimal(seconds)}${SPACE}s`;
  if (seconds < 59.5) return `${Math.round(seconds)}${SPACE}s`;
  const minutes = seconds / 60;
  if (minutes < 59.5) return `${Math.round(minutes)}${SPACE}min`;
  const hours = minutes / 60;
  return hours < 47.5 ? `${Math.round(hours)}${SPACE}h` : `${Math.round(hours / 24)}${SPACE}d`;
}

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [left, unit] = [value, 0];
  while (left >= 999.5 && unit < units.length - 1) [left, unit] = [left / 1_000, unit + 1];
  return `${decimal(left, unit === 0 || left >= 100 ? 0 : 1)}${SPACE}${units[unit]}`;
}

/** `14:05` */
export const hourAndMinute = (atMs: number) => timeFormat({ hour: '2-digit', minute: '2-digit' }).format(atMs);
/** `14:05:09` */
export const timeOfDay = (atMs: number) => timeFormat({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(atMs);
/** `Tue 24 Nov` */
export const dayOfYear = (atMs: number) => timeFormat({ weekday: 'short', day: 'numeric', month: 'short' }).format(atMs);
/** `24 Nov 2026, 14:05` */
export const dateAndTime = (atMs: number) =>
  timeFormat({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(atMs);

/** `14:05` today, `Tue 24 Nov 14:05` before. */
export function moment(atMs: number, nowMs: number): string {
  return dayOfYear(atMs) === dayOfYear(nowMs) ? hourAndMinute(atMs) : `${dayOfYear(atMs)} ${hourAndMinute(atMs)}`;
}

/** The calendar day in the site's zone, `2026-11-24`, as date fields and queries write it. */
export function isoDay(atMs: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(siteZone === undefined ? {} : { timeZone: siteZone }),
  });
  return parts.format(atMs);
}

/** `Mon` … `Sun` for 1 … 7. */
export function weekdayName(isoWeekday: number): string {
  const mondayMs = Date.UTC(2024, 0, isoWeekday);
  return new Intl.DateTimeFormat(language(), { weekday: 'short', timeZone: 'UTC' }).format(mondayMs);
}

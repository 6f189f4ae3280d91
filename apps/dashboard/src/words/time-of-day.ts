/** Times are written in the site's zone, as the charts are; in the browser's until the site's is known (`undefined`). */
type Zone = string | undefined;

/** `14:05` */
export function hourAndMinute(atMs: number, zone: Zone): string {
  return format(atMs, { hour: '2-digit', minute: '2-digit', timeZone: zone });
}

/** `14:05:09` */
export function timeOfDay(atMs: number, zone: Zone): string {
  return format(atMs, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: zone });
}

/** `Tue 24 Nov` */
export function dayOfYear(atMs: number, zone: Zone): string {
  return format(atMs, { weekday: 'short', day: 'numeric', month: 'short', timeZone: zone });
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are costly to make and asked for once a second. */
function format(atMs: number, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  const made = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', options);
  formats.set(key, made);
  return made.format(atMs);
}

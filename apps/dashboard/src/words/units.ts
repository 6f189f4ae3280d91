/** Numbers as people read them: always with their unit, never wider than they need to be. */

const NARROW_SPACE = '\u202f';
const SPACE = '\u00a0';

/** @param share 0–1 */
export function percent(share: number): string {
  return `${Math.round(100 * share)}${NARROW_SPACE}%`;
}

/** Share of a count in a total as a percentage, or a dash when there is no total. */
export function percentOf(count: number, total: number): string {
  return total > 0 ? percent(count / total) : '–';
}

/** @returns `84 ms` below a second, `1.4 s` below ten, `12 s`, `3 min`, `2 h` above */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}${SPACE}ms`;
  const seconds = ms / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}${SPACE}s`;
  if (seconds < 59.5) return `${Math.round(seconds)}${SPACE}s`;
  const minutes = seconds / 60;
  return minutes < 59.5 ? `${Math.round(minutes)}${SPACE}min` : `${Math.round(minutes / 60)}${SPACE}h`;
}

export function framesPerSecond(fps: number): string {
  return `${fps.toFixed(1)}${SPACE}fps`;
}

const grouped = new Intl.NumberFormat('en-GB');

export function count(value: number): string {
  return grouped.format(value);
}

/** `1 visitor`, `2 visitors`. */
export function countOf(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

import type { Coverage } from '@vitrine/contracts';

const MINUTE_MS = 60_000;
/** Somebody who passes is in good view for a second or two, and two good faces are wanted of each: a look each half second sees them. */
const NEEDED_EVERY_MS = 500;
/** Who set a camera to fewer frames wanted no more; its frames may come a quarter late. */
const LATENESS = 1.25;
/** The minute that is over is repeated this long, in case the first word on it was lost. */
const REPEAT_MS = 10_000;

/**
 * How much of each minute was seen. A frame answers for the time since the one before, up to what visits need; what goes beyond is a gap.
 * So a camera at 5 frames a second of which an overload leaves one is covered by half.
 */
export class CoverageMeter {
  readonly #neededEveryMs: number;
  #lastAtMs: number | null = null;
  /** Analysed ms by the minute's first millisecond. */
  readonly #minutes = new Map<number, number>();

  constructor(
    private readonly cameraId: string,
    fps: number,
  ) {
    this.#neededEveryMs = Math.max(NEEDED_EVERY_MS, (LATENESS * 1000) / fps);
  }

  /** A frame was analysed. @param atMs monotonic @param utcMs the same moment on the clock */
  analysed(atMs: number, utcMs: number): void {
    const sinceMs = this.#lastAtMs === null ? 0 : Math.max(0, atMs - this.#lastAtMs);
    this.#lastAtMs = atMs;
    this.#add(utcMs - Math.min(sinceMs, this.#neededEveryMs), utcMs);
  }

  /** What is to be said now: the minute that runs and the one that is just over. Each minute's last word counts. */
  report(utcMs: number): Coverage[] {
    const minute = startOf(utcMs);
    this.#minutes.set(minute, this.#minutes.get(minute) ?? 0);
    for (const start of this.#minutes.keys()) if (start + MINUTE_MS + REPEAT_MS < utcMs) this.#minutes.delete(start);
    return [...this.#minutes].map(([minuteStartMs, analysedMs]) => ({
      cameraId: this.cameraId,
      minuteStartMs,
      // A clock that is set back sees a minute twice.
      analysedMs: Math.min(MINUTE_MS, Math.round(analysedMs)),
    }));
  }

  #add(fromUtcMs: number, toUtcMs: number): void {
    for (let minute = startOf(fromUtcMs); minute < toUtcMs; minute += MINUTE_MS) {
      const part = Math.min(toUtcMs, minute + MINUTE_MS) - Math.max(fromUtcMs, minute);
      this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + part);
    }
  }
}

function startOf(utcMs: number): number {
  return Math.floor(utcMs / MINUTE_MS) * MINUTE_MS;
}

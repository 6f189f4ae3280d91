/** Share of the newest interval in the running mean. */
const NEWEST = 0.3;
/** A person is not lost before this many intervals have passed: one look may miss, and the next may be late. */
const PATIENCE_INTERVALS = 2.5;
/** A camera that was away says nothing of its pace. */
const LONGEST_INTERVAL_MS = 10_000;

/** How often frames are looked at now, whatever was asked for: what is waited for must have had a chance to come. */
export class Pace {
  #lastAtMs: number | null = null;
  #intervalMs: number;

  /** @param fps frames that are to be looked at each second */
  constructor(fps: number) {
    this.#intervalMs = 1000 / fps;
  }

  /** Another frame. @returns ms since the one before, 0 for the first */
  advance(atMs: number): number {
    const sinceMs = this.#lastAtMs === null ? 0 : Math.max(0, atMs - this.#lastAtMs);
    if (this.#lastAtMs !== null && sinceMs <= LONGEST_INTERVAL_MS) {
      this.#intervalMs += NEWEST * (sinceMs - this.#intervalMs);
    }
    this.#lastAtMs = atMs;
    return sinceMs;
  }

  /** @returns `waitMs`, or as long as it takes to look often enough */
  atLeast(waitMs: number): number {
    return Math.max(waitMs, PATIENCE_INTERVALS * this.#intervalMs);
  }
}

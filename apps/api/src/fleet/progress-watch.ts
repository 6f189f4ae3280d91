import type { WorkerStats } from '@vitrine/contracts';

/** What of a worker's statistics tells whether it gets on. */
export type Progress = Pick<WorkerStats, 'analysedFrames' | 'framesInHand' | 'waitingFrames'>;

/** Reports come every other second; a longer pause is one in which the whole machine slept. */
const LONGEST_STEP_MS = 5_000;

/**
 * Whether a worker gets anything done, whatever it says: one that has frames and finishes none hangs, though its event loop goes round and its
 * reports come in. Frames that fail are not finished.
 */
export class ProgressWatch {
  #analysedFrames = -1;
  #stuckMs = 0;
  #lastAtMs = 0;

  /** @returns how long frames have been there and none was finished, ms; 0 while all is well. @param atMs monotonic */
  stuckForMs({ analysedFrames, framesInHand, waitingFrames }: Progress, atMs: number): number {
    const isIdle = framesInHand + waitingFrames === 0;
    if (isIdle || analysedFrames !== this.#analysedFrames) this.#stuckMs = 0;
    else this.#stuckMs += Math.min(atMs - this.#lastAtMs, LONGEST_STEP_MS);
    this.#analysedFrames = analysedFrames;
    this.#lastAtMs = atMs;
    return this.#stuckMs;
  }

  /** Another worker. */
  reset(): void {
    this.#analysedFrames = -1;
  }
}

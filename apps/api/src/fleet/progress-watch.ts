import type { WorkerStats } from '@vitrine/contracts';

/** What of a worker's statistics tells whether it gets on. */
export type Progress = Pick<WorkerStats, 'analysedFrames' | 'framesInHand' | 'waitingFrames'>;

/**
 * Whether a worker gets anything done, whatever it says: one that has frames and finishes none hangs, though its event loop goes round and its
 * reports come in. Frames that fail are not finished.
 */
export class ProgressWatch {
  #analysedFrames = -1;
  #sinceMs = 0;

  /** @returns how long frames have been there and none was finished, ms; 0 while all is well. @param atMs monotonic */
  stuckForMs({ analysedFrames, framesInHand, waitingFrames }: Progress, atMs: number): number {
    const isIdle = framesInHand + waitingFrames === 0;
    if (isIdle || analysedFrames !== this.#analysedFrames) this.#sinceMs = atMs;
    this.#analysedFrames = analysedFrames;
    return atMs - this.#sinceMs;
  }

  /** Another worker. */
  reset(): void {
    this.#analysedFrames = -1;
  }
}

import { pushed } from '../store/ring.js';

/** One minute of how it went. */
export interface Sample {
  readonly atS: number;
  readonly measuredFps: number;
  readonly frameAgeMs: number | null;
  readonly rssBytes: number | null;
}

/** 24 hours of minutes. */
const CAPACITY = 1_440;

let samples: readonly Sample[] = [];
const listeners = new Set<() => void>();

/** Kept for as long as the page is open, whichever page is shown. */
export const courseStore = {
  push(sample: Sample): void {
    samples = pushed(samples, sample, CAPACITY);
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: (): readonly Sample[] => samples,
};

import type { CameraView } from '@vitrine/contracts';
import { byTrouble, hasTrouble } from '../words/camera-words.js';

export interface SiteHealth {
  /** Enabled cameras. */
  readonly cameras: number;
  readonly measuring: number;
  /** Worst first. */
  readonly inTrouble: readonly CameraView[];
  /** 95th percentile over the measuring cameras, ms; null while none measures. */
  readonly frameAgeP95Ms: number | null;
}

export function siteHealth(cameras: readonly CameraView[]): SiteHealth {
  const enabled = cameras.filter(({ state }) => state !== 'disabled' && (state as string) !== 'ended');
  const measuring = enabled.filter(isMeasuring);
  const agesMs = measuring.flatMap(({ stats }) => (stats ? [stats.frameAgeMs] : [])).toSorted((a, b) => a - b);
  return {
    cameras: enabled.length,
    measuring: measuring.length,
    inTrouble: byTrouble(enabled.filter(({ state }) => hasTrouble(state))),
    frameAgeP95Ms: agesMs[Math.ceil(0.95 * agesMs.length) - 1] ?? null,
  };
}

/** A camera that is overloaded sees some, but misses people: it does not count as measuring. */
export function isMeasuring({ state }: Pick<CameraView, 'state'>): boolean {
  return state === 'live';
}

import type { AggregateBucket, AttributeName } from '@vitrine/contracts';
import { toAggregateCounts, type CountVector, type TimeBucket, type ZoneClock } from '@vitrine/metrics';

export interface BucketViewing {
  readonly clock: ZoneClock;
  /** Attributes that may be shown now, whatever was counted before. */
  readonly shown: ReadonlySet<AttributeName>;
}

/** @returns a bucket as REST and the live gateway show it */
export function viewBucket(
  bucket: TimeBucket,
  cameraId: string | null,
  counts: CountVector,
  { clock, shown }: BucketViewing,
): AggregateBucket {
  return { cameraId, start: clock.iso(bucket.startMs), end: clock.iso(bucket.endMs), ...toAggregateCounts(counts, shown) };
}

import type { CameraSpec } from '@vitrine/contracts';
import type { CountVector, MinuteChange, TimeBucket } from '@vitrine/metrics';

export interface BucketCounts {
  readonly bucket: TimeBucket;
  readonly counts: CountVector;
}

/** What outlives the process: cameras and minute counts. Every call is atomic: it happens whole or, when it throws, not at all. */
export interface Store {
  /** In the order of their ids. */
  listCameras(): Promise<CameraSpec[]>;
  /** Adds a camera or replaces the one with its id. */
  saveCamera(camera: CameraSpec): Promise<void>;
  /** Its counts stay. */
  deleteCamera(id: string): Promise<void>;

  /**
   * Adds the changes to what is stored.
   * @returns the minutes concerned as they now stand
   */
  addToMinutes(changes: readonly MinuteChange[]): Promise<MinuteChange[]>;

  /**
   * Sums minutes into buckets.
   * @param buckets ascending, each beginning with a minute
   * @param cameraId null for the sum over all cameras, deleted ones too
   * @returns the buckets in which anything was counted, ascending
   */
  sumMinutes(buckets: readonly TimeBucket[], cameraId: string | null): Promise<BucketCounts[]>;

  /** @returns whether anything was ever counted for the camera */
  hasCounts(cameraId: string): Promise<boolean>;

  close(): Promise<void>;
}

/** The store cannot be opened. The message says why and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly file: string,
    readonly problem: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${problem}. ${remedy}`, options);
  }
}

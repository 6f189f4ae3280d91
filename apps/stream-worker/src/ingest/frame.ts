import type { PlanarImage } from '@vitrine/models';

/** One picture of a camera. It is valid until the next one is asked for: its memory is written again then. */
export interface Frame {
  readonly cameraId: string;
  /** Counts the camera's pictures from 0. */
  readonly index: number;
  /** When it arrived, UTC epoch ms: stamped by the process that decoded it, whatever this one was busy with. */
  readonly receivedAtMs: number;
  /** The same moment on the monotonic clock of `performance.now()`, for durations. */
  readonly arrivedAtMs: number;
  /** In shared memory; turned, cropped and masked already. */
  readonly image: PlanarImage;
}

import type { RgbImage } from '@vitrine/models';

/** One decode, two products: `small` is what detection looks at, `full` is what faces are cut from. */
export interface Frame {
  readonly cameraId: string;
  /** Counts the camera's decoded frames from 0. */
  readonly index: number;
  /** When the frame reached this process, UTC epoch ms. */
  readonly capturedAtMs: number;
  readonly full: RgbImage;
  readonly small: RgbImage;
}

import type { BoxXyxyPx } from '../image/rgb-image.js';

/** How a network's crop is derived from the detector's box: both sides enlarged around the centre, then moved down. */
export interface Framing {
  /** 1 = the detector's box. */
  readonly scale: number;
  /** Shares of the box's height; positive is down. */
  readonly shiftY: number;
}

export const LANDMARKS_FRAMING: Framing = { scale: 1, shiftY: 0 };
export const AGE_GENDER_FRAMING: Framing = { scale: 1, shiftY: 0 };

export function frameBox([x0, y0, x1, y1]: BoxXyxyPx, { scale, shiftY }: Framing): BoxXyxyPx {
  const halfWidth = ((x1 - x0) * scale) / 2;
  const halfHeight = ((y1 - y0) * scale) / 2;
  const x = (x0 + x1) / 2;
  const y = (y0 + y1) / 2 + (y1 - y0) * shiftY;
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
}

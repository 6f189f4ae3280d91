/** u8[H,W,3], rows top to bottom, RGB. */
export interface RgbImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** Edges, not pixel indices: `x1 - x0` is the width. */
export type BoxXyxyPx = readonly [x0: number, y0: number, x1: number, y1: number];

export interface PointPx {
  readonly x: number;
  readonly y: number;
}

export function blackImage(widthPx: number, heightPx: number): RgbImage {
  return { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3) };
}

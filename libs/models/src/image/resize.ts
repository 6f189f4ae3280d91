import { blackImage, type RgbImage } from './rgb-image.js';

/**
 * Bilinear interpolation between pixel centres (half-pixel convention), each axis by its own factor; the edge is repeated.
 * Shrinking by more than two skips source pixels, which is right for a detector's input and wrong for fine texture: see `warpBilinear`.
 */
export function resizeBilinear(image: RgbImage, widthPx: number, heightPx: number): RgbImage {
  if (widthPx === image.widthPx && heightPx === image.heightPx) return image;
  const target = blackImage(widthPx, heightPx);
  const columns = axis(image.widthPx, widthPx);
  const rows = axis(image.heightPx, heightPx);
  const source = image.data;
  const stride = image.widthPx * 3;
  let at = 0;
  for (let y = 0; y < heightPx; y++) {
    const top = rows.low[y]! * stride;
    const bottom = rows.high[y]! * stride;
    const fy = rows.fraction[y]!;
    for (let x = 0; x < widthPx; x++) {
      const left = columns.low[x]! * 3;
      const right = columns.high[x]! * 3;
      const fx = columns.fraction[x]!;
      for (let c = 0; c < 3; c++) {
        const upper = source[top + left + c]! * (1 - fx) + source[top + right + c]! * fx;
        const lower = source[bottom + left + c]! * (1 - fx) + source[bottom + right + c]! * fx;
        target.data[at++] = upper * (1 - fy) + lower * fy + 0.5;
      }
    }
  }
  return target;
}

/** For each target index: the two source indices it lies between and how far towards the second. */
function axis(sourcePx: number, targetPx: number): { low: Int32Array; high: Int32Array; fraction: Float64Array } {
  const low = new Int32Array(targetPx);
  const high = new Int32Array(targetPx);
  const fraction = new Float64Array(targetPx);
  for (let i = 0; i < targetPx; i++) {
    const position = Math.min(sourcePx - 1, Math.max(0, ((i + 0.5) * sourcePx) / targetPx - 0.5));
    low[i] = Math.floor(position);
    high[i] = Math.min(sourcePx - 1, low[i]! + 1);
    fraction[i] = position - low[i]!;
  }
  return { low, high, fraction };
}

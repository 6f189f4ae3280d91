/**
 * BT.601 limited range to RGB in 16-bit fixed point, as swscale does:
 * r = 1.164 (y − 16) + 1.596 (v − 128), g = … − 0.392 (u − 128) − 0.813 (v − 128), b = … + 2.017 (u − 128).
 */
const LUMA = 76_309;
const RED_V = 104_597;
const GREEN_U = 25_675;
const GREEN_V = 53_279;
const BLUE_U = 132_201;
const HALF = 0x8000;

/** Grey levels that one level of luma is worth, for what is measured on luma alone. */
export const GREY_PER_LUMA = 255 / 219;

/** Chroma of any size and, for each row and column of the target, where its sample is: `rows` are starts, `columns` are added to them. */
export interface ChromaSamples {
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/**
 * Joins luma and chroma to RGB. What leaves 0–255 is clamped by the array it is stored in.
 *
 * @param luma u8[H,W]
 * @param target u8-clamped[H,W,3]
 */
export function writeRgb(luma: Uint8Array, { u, v, rows, columns }: ChromaSamples, target: Uint8ClampedArray): void {
  const widthPx = columns.length;
  let at = 0;
  for (let row = 0, p = 0; row < rows.length; row++) {
    const start = rows[row]!;
    for (let column = 0; column < widthPx; column++, p++, at += 3) {
      const c = start + columns[column]!;
      const level = (luma[p]! - 16) * LUMA + HALF;
      const blue = u[c]! - 128;
      const red = v[c]! - 128;
      target[at] = (level + RED_V * red) >> 16;
      target[at + 1] = (level - GREEN_U * blue - GREEN_V * red) >> 16;
      target[at + 2] = (level + BLUE_U * blue) >> 16;
    }
  }
}

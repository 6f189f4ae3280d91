import { blackImage, type RgbImage } from './rgb-image.js';
import { scaleOf, type Similarity } from '../geometry/similarity.js';

/** More samples a pixel than this gain nothing visible; it bounds the work for very large faces. */
const MAX_SAMPLES_PER_SIDE = 8;

/**
 * Resamples an image by a similarity. Coordinates are continuous: pixel i covers i…i+1 and its centre is i + 0.5. Outside the image
 * the edge is repeated. Where the source is finer than the target, each target pixel is the mean of k×k bilinear samples
 * (k = source pixels a target pixel, rounded up), so that large faces do not alias.
 *
 * @param toSource maps the target's coordinates to the source's
 */
export function warpBilinear(image: RgbImage, toSource: Similarity, widthPx: number, heightPx: number): RgbImage {
  const target = blackImage(widthPx, heightPx);
  const k = Math.min(MAX_SAMPLES_PER_SIDE, Math.max(1, Math.ceil(scaleOf(toSource) - 1e-6)));
  const weight = 1 / (k * k);
  const { a, b, tx, ty } = toSource;
  const sum = new Float64Array(3);
  let at = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      sum.fill(0);
      for (let j = 0; j < k; j++) {
        const v = y + (j + 0.5) / k;
        for (let i = 0; i < k; i++) {
          const u = x + (i + 0.5) / k;
          addSample(image, a * u - b * v + tx - 0.5, b * u + a * v + ty - 0.5, sum);
        }
      }
      target.data[at++] = sum[0]! * weight + 0.5;
      target.data[at++] = sum[1]! * weight + 0.5;
      target.data[at++] = sum[2]! * weight + 0.5;
    }
  }
  return target;
}

/** Adds the bilinear sample at (x, y), in units of pixel indices, to `sum`. */
function addSample(image: RgbImage, x: number, y: number, sum: Float64Array): void {
  const { widthPx, heightPx, data } = image;
  const cx = x < 0 ? 0 : x > widthPx - 1 ? widthPx - 1 : x;
  const cy = y < 0 ? 0 : y > heightPx - 1 ? heightPx - 1 : y;
  const x0 = cx | 0;
  const y0 = cy | 0;
  const fx = cx - x0;
  const fy = cy - y0;
  const right = x0 + 1 < widthPx ? 3 : 0;
  const below = y0 + 1 < heightPx ? widthPx * 3 : 0;
  const p = (y0 * widthPx + x0) * 3;
  const w00 = (1 - fx) * (1 - fy);
  const w01 = fx * (1 - fy);
  const w10 = (1 - fx) * fy;
  const w11 = fx * fy;
  for (let c = 0; c < 3; c++) {
    const q = p + c;
    sum[c]! += data[q]! * w00 + data[q + right]! * w01 + data[q + below]! * w10 + data[q + below + right]! * w11;
  }
}

import { writeRgb } from './colour.js';
import { chromaPx, type PlanarImage } from './planar-image.js';
import { shrinkPlane } from './shrink-plane.js';
import { firstIndices } from './sampling-axis.js';
import type { RgbImage } from './rgb-image.js';

/**
 * A smaller (or larger) RGB picture straight from the planes, each axis by its own factor. Chroma, which is coded at half the size, is
 * not interpolated.
 *
 * @param memory u8[heightPx,widthPx,3] to be written, so that a thread need not allocate a picture a frame
 */
export function shrinkToRgb(
  image: PlanarImage,
  widthPx: number,
  heightPx: number,
  memory = new Uint8ClampedArray(3 * widthPx * heightPx),
): RgbImage {
  const luma = shrinkPlane({ values: image.y, widthPx: image.widthPx, heightPx: image.heightPx }, widthPx, heightPx);
  const stride = chromaPx(image.widthPx);
  const columns = firstIndices(stride, widthPx, 1);
  const rows = firstIndices(chromaPx(image.heightPx), heightPx, 1).map((row) => row * stride);
  writeRgb(luma, { u: image.u, v: image.v, rows, columns }, memory);
  return { widthPx, heightPx, data: new Uint8Array(memory.buffer, memory.byteOffset, memory.length) };
}

import type { BoxXyxyPx } from '../geometry/box.js';
import { blackImage, type RgbImage } from './rgb-image.js';

/**
 * The whole pixels of a box that lie in the image, at least one.
 *
 * @returns the box rounded outwards and clipped at the image's edges
 */
export function clipBox(box: BoxXyxyPx, image: RgbImage): BoxXyxyPx {
  const x0 = clamp(Math.floor(box[0]), 0, image.widthPx - 1);
  const y0 = clamp(Math.floor(box[1]), 0, image.heightPx - 1);
  const x1 = clamp(Math.ceil(box[2]), x0 + 1, image.widthPx);
  const y1 = clamp(Math.ceil(box[3]), y0 + 1, image.heightPx);
  return [x0, y0, x1, y1];
}

/** Copies the pixels of `clipBox(box, image)`. */
export function cropImage(image: RgbImage, box: BoxXyxyPx): RgbImage {
  const [x0, y0, x1, y1] = clipBox(box, image);
  const crop = blackImage(x1 - x0, y1 - y0);
  for (let row = 0; row < crop.heightPx; row++) {
    const start = ((y0 + row) * image.widthPx + x0) * 3;
    crop.data.set(image.data.subarray(start, start + crop.widthPx * 3), row * crop.widthPx * 3);
  }
  return crop;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

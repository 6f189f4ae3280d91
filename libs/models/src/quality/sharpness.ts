import type { RgbImage } from '../image/rgb-image.js';

/**
 * Variance of the 4-neighbour Laplacian of the grey image (Rec. 601 luma): the usual focus measure (Pech-Pacheco et al., 2000). It depends
 * on the picture's size, so compare only crops of one size.
 *
 * @returns grey levels², 0 for a flat image
 */
export function laplacianVariance(image: RgbImage): number {
  const { widthPx: w, heightPx: h } = image;
  const grey = toGrey(image);
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < h - 1; y++) {
    for (let x = 1; x < w - 1; x++) {
      const i = y * w + x;
      const value = grey[i - 1]! + grey[i + 1]! + grey[i - w]! + grey[i + w]! - 4 * grey[i]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = Math.max(1, (w - 2) * (h - 2));
  return Math.max(0, squares / count - (sum / count) ** 2);
}

function toGrey(image: RgbImage): Float32Array {
  const grey = new Float32Array(image.widthPx * image.heightPx);
  for (let i = 0, p = 0; i < grey.length; i++, p += 3) {
    grey[i] = 0.299 * image.data[p]! + 0.587 * image.data[p + 1]! + 0.114 * image.data[p + 2]!;
  }
  return grey;
}

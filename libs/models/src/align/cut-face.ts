import type { FivePoints } from '../geometry/points.js';
import type { Similarity } from '../geometry/similarity.js';
import { writeRgb } from '../image/colour.js';
import { chromaPx, type PlanarImage } from '../image/planar-image.js';
import type { RgbImage } from '../image/rgb-image.js';
import { samplePlane } from '../image/sample-plane.js';
import type { NetworkCrop } from './network-crop.js';
import { type AlignmentTemplate, cropToPicture, toCelebaFrame } from './template.js';

/**
 * Cuts a face as a network saw faces in training.
 *
 * @returns u8[sizePx,sizePx,3], RGB
 */
export function cutFace(image: PlanarImage, points: FivePoints, template: AlignmentTemplate, crop: NetworkCrop): RgbImage {
  const toPicture = cropToPicture(toCelebaFrame(points, template), crop);
  const data = colourCrop(image, toPicture, cutLuma(image, toPicture, crop.sizePx));
  return { widthPx: crop.sizePx, heightPx: crop.sizePx, data };
}

/**
 * The luma of an aligned crop: all that quality needs.
 *
 * @param toPicture pixels of the crop → pixels of the picture (`cropToPicture`)
 * @returns u8[sizePx,sizePx], 16–235
 */
export function cutLuma({ y, widthPx, heightPx }: PlanarImage, toPicture: Similarity, sizePx: number): Uint8Array {
  return samplePlane({ values: y, widthPx, heightPx }, toPicture, sizePx);
}

/**
 * An aligned crop as a network takes it, sampled straight from the planes.
 *
 * @param luma the crop's luma, cut with the same transform
 * @returns u8[sizePx,sizePx,3], RGB
 */
export function colourCrop(image: PlanarImage, toPicture: Similarity, luma: Uint8Array): Uint8Array {
  const sizePx = Math.sqrt(luma.length);
  const [widthPx, heightPx] = [chromaPx(image.widthPx), chromaPx(image.heightPx)];
  const { a, b, tx, ty } = toPicture;
  const toChroma = { a: a / 2, b: b / 2, tx: tx / 2, ty: ty / 2 };
  const u = samplePlane({ values: image.u, widthPx, heightPx }, toChroma, sizePx);
  const v = samplePlane({ values: image.v, widthPx, heightPx }, toChroma, sizePx);
  const rows = Int32Array.from({ length: sizePx }, (_, row) => row * sizePx);
  const columns = Int32Array.from({ length: sizePx }, (_, column) => column);
  const target = new Uint8ClampedArray(3 * luma.length);
  writeRgb(luma, { u, v, rows, columns }, target);
  return new Uint8Array(target.buffer);
}

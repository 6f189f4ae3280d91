import type { BoxXyxyPx } from '../geometry/box.js';
import { chromaPx, type PlanarImage, planarImage } from './planar-image.js';

/**
 * Copies the part of a picture under a box, widened to whole chroma samples and clipped at the picture's edges; at least one of them.
 *
 * @returns the part, and where its first pixel lies in the picture
 */
export function cutPlanar(image: PlanarImage, box: BoxXyxyPx): { part: PlanarImage; x0: number; y0: number } {
  const [left, right] = chromaRange(box[0], box[2], chromaPx(image.widthPx));
  const [top, bottom] = chromaRange(box[1], box[3], chromaPx(image.heightPx));
  const [x0, y0] = [2 * left, 2 * top];
  const part = planarImage(Math.min(image.widthPx, 2 * right) - x0, Math.min(image.heightPx, 2 * bottom) - y0);
  copyRows(image.y, part.y, { stride: image.widthPx, widthPx: part.widthPx, start: y0 * image.widthPx + x0 });
  const chroma = { stride: chromaPx(image.widthPx), widthPx: right - left, start: top * chromaPx(image.widthPx) + left };
  copyRows(image.u, part.u, chroma);
  copyRows(image.v, part.v, chroma);
  return { part, x0, y0 };
}

function chromaRange(low: number, high: number, samples: number): [first: number, end: number] {
  const first = Math.min(samples - 1, Math.max(0, Math.floor(low / 2)));
  return [first, Math.min(samples, Math.max(first + 1, Math.ceil(high / 2)))];
}

function copyRows(
  from: Uint8Array,
  to: Uint8Array,
  { stride, widthPx, start }: Record<'stride' | 'widthPx' | 'start', number>,
): void {
  for (let at = 0, p = start; at < to.length; at += widthPx, p += stride) to.set(from.subarray(p, p + widthPx), at);
}

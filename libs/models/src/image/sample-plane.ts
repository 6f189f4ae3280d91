import { scaleOf, type Similarity } from '../geometry/similarity.js';
import { type Plane, shrinkPlane } from './shrink-plane.js';

/**
 * Cuts a turned square out of a plane. Coordinates are continuous: pixel i covers i…i+1 and its centre is i + 0.5; outside the plane
 * its edge is repeated. Where the source is finer than the target, each target pixel is the mean of 2×2 bilinear samples, and where it is
 * more than twice as fine, the part in question is first reduced by whole pixels: a large face costs no more than a small one and
 * does not alias.
 *
 * @param toPlane maps the target's coordinates to the plane's
 * @returns u8[sizePx,sizePx]
 */
export function samplePlane(plane: Plane, toPlane: Similarity, sizePx: number): Uint8Array {
  const scale = scaleOf(toPlane);
  if (scale <= 2) return sample(plane, toPlane, sizePx);
  const reduced = reducedPart(plane, toPlane, { sizePx, factor: Math.floor(scale) });
  return reduced ? sample(reduced.plane, reduced.toPlane, sizePx) : sample(plane, toPlane, sizePx);
}

function sample({ values, widthPx, heightPx }: Plane, { a, b, tx, ty }: Similarity, sizePx: number): Uint8Array {
  const target = new Uint8Array(sizePx * sizePx);
  const perSide = Math.hypot(a, b) > 1.05 ? 2 : 1;
  const step = 1 / perSide;
  const shift = perSide === 2 ? 18 : 16;
  const half = 1 << (shift - 1);
  const [maxX, maxY] = [widthPx - 1, heightPx - 1];
  let at = 0;
  for (let row = 0; row < sizePx; row++) {
    for (let column = 0; column < sizePx; column++) {
      let sum = half;
      for (let v = row + step / 2; v < row + 1; v += step) {
        for (let u = column + step / 2; u < column + 1; u += step) {
          const x = Math.min(maxX, Math.max(0, a * u - b * v + tx - 0.5));
          const y = Math.min(maxY, Math.max(0, b * u + a * v + ty - 0.5));
          const left = x | 0;
          const top = y | 0;
          const fx = ((x - left) * 256) | 0;
          const fy = ((y - top) * 256) | 0;
          const p = top * widthPx + left;
          const right = left < maxX ? 1 : 0;
          const below = top < maxY ? widthPx : 0;
          const upper = (values[p]! << 8) + fx * (values[p + right]! - values[p]!);
          const lower = (values[p + below]! << 8) + fx * (values[p + below + right]! - values[p + below]!);
          sum += (upper << 8) + fy * (lower - upper);
        }
      }
      target[at++] = sum >> shift;
    }
  }
  return target;
}

/** The part of the plane under the target, `factor` times smaller along each side; null where the target lies wholly outside. */
function reducedPart(
  plane: Plane,
  { a, b, tx, ty }: Similarity,
  { sizePx, factor }: { sizePx: number; factor: number },
): { plane: Plane; toPlane: Similarity } | null {
  const reachX = [0, a * sizePx, -b * sizePx, (a - b) * sizePx];
  const reachY = [0, b * sizePx, a * sizePx, (a + b) * sizePx];
  const x0 = Math.max(0, Math.floor(tx + Math.min(...reachX)) - factor);
  const y0 = Math.max(0, Math.floor(ty + Math.min(...reachY)) - factor);
  const widthPx = Math.floor((Math.min(plane.widthPx, Math.ceil(tx + Math.max(...reachX)) + factor) - x0) / factor);
  const heightPx = Math.floor((Math.min(plane.heightPx, Math.ceil(ty + Math.max(...reachY)) + factor) - y0) / factor);
  if (widthPx < 1 || heightPx < 1) return null;
  const part = cutPlane(plane, { x0, y0, widthPx: widthPx * factor, heightPx: heightPx * factor });
  return {
    plane: { values: shrinkPlane(part, widthPx, heightPx), widthPx, heightPx },
    toPlane: { a: a / factor, b: b / factor, tx: (tx - x0) / factor, ty: (ty - y0) / factor },
  };
}

function cutPlane(plane: Plane, cut: { x0: number; y0: number; widthPx: number; heightPx: number }): Plane {
  const { x0, y0, widthPx, heightPx } = cut;
  const values = new Uint8Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    const start = (y0 + row) * plane.widthPx + x0;
    values.set(plane.values.subarray(start, start + widthPx), row * widthPx);
  }
  return { values, widthPx, heightPx };
}

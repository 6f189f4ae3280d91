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

/** Source coordinates are counted in this many parts of a pixel, and weights in 256ths: whole numbers are several times as fast. */
const FRACTION_BITS = 16;

function sample(plane: Plane, toPlane: Similarity, sizePx: number): Uint8Array {
  const target = new Uint8Array(sizePx * sizePx);
  const perSide = scaleOf(toPlane) > 1.05 ? 2 : 1;
  const sampleRow = liesInside(plane, toPlane, sizePx) ? sampleRowInside : sampleRowAtEdge;
  const sums = new Int32Array(sizePx);
  const shift = perSide === 2 ? 18 : 16;
  for (let row = 0, at = 0; row < sizePx; row++) {
    sums.fill(1 << (shift - 1));
    for (let i = 0; i < perSide ** 2; i++) {
      const [u, v] = [((i % perSide) + 0.5) / perSide, row + (Math.floor(i / perSide) + 0.5) / perSide];
      sampleRow(plane, walkFrom(toPlane, u, v), sums);
    }
    for (let column = 0; column < sizePx; column++, at++) target[at] = sums[column]! >> shift;
  }
  return target;
}

/** Where a row of samples begins in the plane, and the step from one to the next, in 2⁻¹⁶ of a pixel between pixel centres. */
interface Walk {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

function walkFrom({ a, b, tx, ty }: Similarity, u: number, v: number): Walk {
  const fixed = (value: number) => Math.round(value * (1 << FRACTION_BITS));
  return { x: fixed(a * u - b * v + tx - 0.5), y: fixed(b * u + a * v + ty - 0.5), stepX: fixed(a), stepY: fixed(b) };
}

/** Whether each sample has four pixels around it. */
function liesInside({ widthPx, heightPx }: Plane, { a, b, tx, ty }: Similarity, sizePx: number): boolean {
  return [0, sizePx].every((u) =>
    [0, sizePx].every((v) => {
      const [x, y] = [a * u - b * v + tx, b * u + a * v + ty];
      return x >= 1 && x <= widthPx - 1 && y >= 1 && y <= heightPx - 1;
    }),
  );
}

/** Adds one bilinear sample, times 2¹⁶, to each of the sums. */
function sampleRowInside({ values, widthPx }: Plane, { x: x0, y: y0, stepX, stepY }: Walk, sums: Int32Array): void {
  for (let column = 0, x = x0, y = y0; column < sums.length; column++, x += stepX, y += stepY) {
    const p = (y >> FRACTION_BITS) * widthPx + (x >> FRACTION_BITS);
    const fx = (x >> 8) & 0xff;
    const upper = (values[p]! << 8) + fx * (values[p + 1]! - values[p]!);
    const lower = (values[p + widthPx]! << 8) + fx * (values[p + widthPx + 1]! - values[p + widthPx]!);
    sums[column]! += (upper << 8) + ((y >> 8) & 0xff) * (lower - upper);
  }
}

/** The same where samples may lie outside: there the plane's edge is repeated. */
function sampleRowAtEdge(plane: Plane, { x: x0, y: y0, stepX, stepY }: Walk, sums: Int32Array): void {
  const { values, widthPx, heightPx } = plane;
  const [maxX, maxY] = [(widthPx - 1) << FRACTION_BITS, (heightPx - 1) << FRACTION_BITS];
  for (let column = 0; column < sums.length; column++) {
    const x = Math.min(maxX, Math.max(0, x0 + column * stepX));
    const y = Math.min(maxY, Math.max(0, y0 + column * stepY));
    const p = (y >> FRACTION_BITS) * widthPx + (x >> FRACTION_BITS);
    const right = x < maxX ? 1 : 0;
    const below = y < maxY ? widthPx : 0;
    const fx = (x >> 8) & 0xff;
    const upper = (values[p]! << 8) + fx * (values[p + right]! - values[p]!);
    const lower = (values[p + below]! << 8) + fx * (values[p + below + right]! - values[p + below]!);
    sums[column]! += (upper << 8) + ((y >> 8) & 0xff) * (lower - upper);
  }
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

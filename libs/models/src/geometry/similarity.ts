import { meanPoint, type PointPx } from './points.js';

/** x' = a·x − b·y + tx, y' = b·x + a·y + ty: rotation, one scale for both axes, and shift. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

export function applySimilarity(t: Similarity, point: PointPx): PointPx {
  return { x: t.a * point.x - t.b * point.y + t.tx, y: t.b * point.x + t.a * point.y + t.ty };
}

/** Scale factor: length in the target for one pixel of the source. */
export function scaleOf(t: Similarity): number {
  return Math.hypot(t.a, t.b);
}

export function invertSimilarity(t: Similarity): Similarity {
  const square = t.a * t.a + t.b * t.b;
  const a = t.a / square;
  const b = -t.b / square;
  return { a, b, tx: -(a * t.tx - b * t.ty), ty: -(b * t.tx + a * t.ty) };
}

/**
 * The similarity that carries `from` onto `to` with the least sum of squared distances, without reflection: Umeyama (1991), which in the
 * plane has the closed form below (points as complex numbers, a + ib = Σ conj(p)·q / Σ |p|²).
 *
 * @param from at least two different points
 * @param to as many points, in the same order
 */
export function fitSimilarity(from: readonly PointPx[], to: readonly PointPx[]): Similarity {
  const p0 = meanPoint(from);
  const q0 = meanPoint(to);
  let real = 0;
  let imaginary = 0;
  let square = 0;
  from.forEach((point, i) => {
    const px = point.x - p0.x;
    const py = point.y - p0.y;
    const qx = to[i]!.x - q0.x;
    const qy = to[i]!.y - q0.y;
    real += px * qx + py * qy;
    imaginary += px * qy - py * qx;
    square += px * px + py * py;
  });
  if (square === 0) throw new RangeError('fitSimilarity: all points of `from` coincide; give at least two different points');
  const a = real / square;
  const b = imaginary / square;
  return { a, b, tx: q0.x - (a * p0.x - b * p0.y), ty: q0.y - (b * p0.x + a * p0.y) };
}

import type { PointPx } from '../image/rgb-image.js';
import type { Similarity } from '../image/transform.js';
import { meanPoint } from './landmarks.js';

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

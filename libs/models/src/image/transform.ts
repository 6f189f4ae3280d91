import type { PointPx } from './rgb-image.js';

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

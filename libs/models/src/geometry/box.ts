/** Edges, not pixel indices: `x1 - x0` is the width. */
export type BoxXyxyPx = readonly [x0: number, y0: number, x1: number, y1: number];

export function boxArea([x0, y0, x1, y1]: BoxXyxyPx): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}

/** 0 for boxes that do not touch, 1 for the same box. */
export function intersectionOverUnion(p: BoxXyxyPx, q: BoxXyxyPx): number {
  const width = Math.min(p[2], q[2]) - Math.max(p[0], q[0]);
  const height = Math.min(p[3], q[3]) - Math.max(p[1], q[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (boxArea(p) + boxArea(q) - shared);
}

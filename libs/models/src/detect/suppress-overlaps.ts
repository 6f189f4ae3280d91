import { type BoxXyxyPx, intersectionOverUnion } from '../geometry/box.js';

/** Greedy non-maximum suppression: the most confident first, those that overlap it by more than `maxIou` dropped. */
export function suppressOverlaps<T extends { readonly box: BoxXyxyPx; readonly confidence: number }>(
  detections: readonly T[],
  maxIou: number,
): T[] {
  const kept: T[] = [];
  for (const candidate of detections.toSorted((p, q) => q.confidence - p.confidence)) {
    if (kept.every((other) => intersectionOverUnion(other.box, candidate.box) <= maxIou)) kept.push(candidate);
  }
  return kept;
}

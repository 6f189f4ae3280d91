import type { BoxXyxyPx } from '../image/rgb-image.js';
import type { FaceDetection } from './options.js';

/** Greedy non-maximum suppression: the most confident first, those that overlap it by more than `maxIou` dropped. */
export function suppressOverlaps(detections: readonly FaceDetection[], maxIou: number): FaceDetection[] {
  const kept: FaceDetection[] = [];
  for (const candidate of detections.toSorted((p, q) => q.confidence - p.confidence)) {
    if (kept.every((other) => intersectionOverUnion(other.box, candidate.box) <= maxIou)) kept.push(candidate);
  }
  return kept;
}

function intersectionOverUnion(p: BoxXyxyPx, q: BoxXyxyPx): number {
  const width = Math.min(p[2], q[2]) - Math.max(p[0], q[0]);
  const height = Math.min(p[3], q[3]) - Math.max(p[1], q[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (area(p) + area(q) - shared);
}

function area(box: BoxXyxyPx): number {
  return (box[2] - box[0]) * (box[3] - box[1]);
}

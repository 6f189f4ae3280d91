import type { BoxXyxyPx } from '@vitrine/models';
import { linearSumAssignment } from 'linear-sum-assignment';

/** Intersection over union of two boxes, 0–1. */
export function iou(a: BoxXyxyPx, b: BoxXyxyPx): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (area(a) + area(b) - intersection);
}

/** The pairs (track, detection) with the largest sum of IoU; pairs below `minIou` are left apart. */
export function assign(tracks: readonly BoxXyxyPx[], detections: readonly BoxXyxyPx[], minIou: number): [number, number][] {
  if (tracks.length === 0 || detections.length === 0) return [];
  const overlaps = tracks.map((track) => detections.map((detection) => iou(track, detection)));
  const { rowAssignments } = linearSumAssignment(overlaps, { maximaze: true });
  return Array.from(rowAssignments, (column, row): [number, number] => [row, column]).filter(
    ([row, column]) => column >= 0 && (overlaps[row]?.[column] ?? 0) >= minIou,
  );
}

function area([x0, y0, x1, y1]: BoxXyxyPx): number {
  return (x1 - x0) * (y1 - y0);
}

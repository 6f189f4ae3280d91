import { type FivePoints, meanPoint, type PointPx } from '../geometry/points.js';

/** The five points of the 68 of the iBUG 300-W order (Sagonas et al., 2013): centres of the eyes, tip of the nose, corners of the mouth. */
export function fiveOf68(points: readonly PointPx[]): FivePoints {
  return [meanPoint(points.slice(36, 42)), meanPoint(points.slice(42, 48)), points[30]!, points[48]!, points[54]!];
}

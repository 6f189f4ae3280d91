import type { PointPx } from '../image/rgb-image.js';

/** 68 points in iBUG order, in pixels of the image that was given. */
export interface FaceLandmarks {
  readonly points: readonly PointPx[];
}

/** The iBUG 300-W order (Sagonas et al., 2013): left and right are the picture's. */
export const IBUG = {
  jawLeft: 0,
  chin: 8,
  jawRight: 16,
  noseTip: 30,
  leftEye: { first: 36, end: 42 },
  rightEye: { first: 42, end: 48 },
  mouthLeft: 48,
  mouthRight: 54,
} as const;

/** @returns the centres of the two eyes, left before right as seen in the picture */
export function eyeCentres({ points }: FaceLandmarks): readonly [left: PointPx, right: PointPx] {
  return [eyeCentre(points, IBUG.leftEye), eyeCentre(points, IBUG.rightEye)];
}

/**
 * The points by which faces are aligned: both eye centres and the middle between the mouth's corners. The nose tip is left out because
 * it moves with yaw, and the corners are merged because a turned or crooked mouth is no tilted head: with these three, alignment comes
 * closer to CelebA's own than with the usual five (libs/models/README.md).
 */
export function alignmentPoints(landmarks: FaceLandmarks): PointPx[] {
  const { points } = landmarks;
  return [...eyeCentres(landmarks), meanPoint([points[IBUG.mouthLeft]!, points[IBUG.mouthRight]!])];
}

function eyeCentre(points: readonly PointPx[], eye: { first: number; end: number }): PointPx {
  return meanPoint(points.slice(eye.first, eye.end));
}

export function meanPoint(points: readonly PointPx[]): PointPx {
  const sum = points.reduce((s, p) => ({ x: s.x + p.x, y: s.y + p.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

export interface PointPx {
  readonly x: number;
  readonly y: number;
}

/**
 * What alignment and pose need of a face, left and right as seen in the picture: the eyes, the tip of the nose, the corners of the mouth.
 * In a picture that is not mirrored the first eye is the person's right one.
 */
export type FivePoints = readonly [leftEye: PointPx, rightEye: PointPx, nose: PointPx, mouthLeft: PointPx, mouthRight: PointPx];

export function meanPoint(points: readonly PointPx[]): PointPx {
  const sum = points.reduce((s, p) => ({ x: s.x + p.x, y: s.y + p.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

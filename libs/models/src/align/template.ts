import { type FivePoints, meanPoint, type PointPx } from '../geometry/points.js';
import { applySimilarity, fitSimilarity, invertSimilarity, type Similarity } from '../geometry/similarity.js';
import type { NetworkCrop } from './network-crop.js';

/**
 * Where a detector finds the five points in a CelebA photo, on average, in pixels of its 178×218 frame. Measured for each detector, not
 * CelebA's own annotation, because what must match is the same detector in training photos and in service.
 */
export type AlignmentTemplate = FivePoints;

/** Pixels of the picture → pixels of CelebA's frame. @throws RangeError when all points coincide */
export function toCelebaFrame(points: FivePoints, template: AlignmentTemplate): Similarity {
  return fitSimilarity(alignmentPoints(points), alignmentPoints(template));
}

/**
 * How far from CelebA's own alignment a face of one of its photos would be put: mean distance of the points of alignment, in pixels of the
 * 178×218 frame.
 *
 * @param points as the detector finds them, in pixels of the photo
 */
export function alignmentErrorPx(points: FivePoints, template: AlignmentTemplate): number {
  const frame = toCelebaFrame(points, template);
  const moved = alignmentPoints(template).map((point) => ({ point, landed: applySimilarity(frame, point) }));
  return moved.reduce((sum, { point, landed }) => sum + Math.hypot(landed.x - point.x, landed.y - point.y), 0) / moved.length;
}

/** Pixels of a network's crop → pixels of the picture, from pixels of the picture → CelebA's frame. */
export function cropToPicture(frame: Similarity, { box, sizePx }: NetworkCrop): Similarity {
  const k = sizePx / (box[2] - box[0]);
  return invertSimilarity({ a: k * frame.a, b: k * frame.b, tx: k * (frame.tx - box[0]), ty: k * (frame.ty - box[1]) });
}

/**
 * The points by which faces are aligned: both eyes and the middle between the mouth's corners. The nose is left out because it moves
 * with yaw, and the corners are merged because a turned or crooked mouth is no tilted head.
 */
function alignmentPoints([leftEye, rightEye, , mouthLeft, mouthRight]: FivePoints): PointPx[] {
  return [leftEye, rightEye, meanPoint([mouthLeft, mouthRight])];
}

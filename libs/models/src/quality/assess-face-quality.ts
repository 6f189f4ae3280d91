import type { FaceLandmarks } from '../align/landmarks.js';
import type { BoxXyxyPx, RgbImage } from '../image/rgb-image.js';
import { headPose } from './head-pose.js';
import { laplacianVariance } from './sharpness.js';

export interface FaceQuality {
  /** Geometric mean of the detector's box sides, in pixels of the image the crop was taken from. */
  readonly sizePx: number;
  /** Laplacian variance of the aligned grey crop. */
  readonly sharpness: number;
  readonly yawDeg: number;
  readonly rollDeg: number;
  /** 0–1 */
  readonly score: number;
}

/** A face box this large fills the networks' input without enlargement. */
const FULL_SIZE_PX = 80;
/** The sharpness that is worth half of what a perfectly sharp crop is worth. */
const HALF_SHARPNESS = 30;

/**
 * How much a crop can be trusted when faces of one visit are fused.
 *
 * score = min(1, size / 80 px) · sharpness / (sharpness + 30) · cos(yaw) · cos(roll / 2), each factor in 0–1. Roll counts half because
 * alignment turns the face upright; yaw hides half a face.
 *
 * @param aligned the output of `alignFace` for QUALITY_CROP
 * @param box detector's box, in the pixels of `landmarks`
 */
export function assessFaceQuality(aligned: RgbImage, landmarks: FaceLandmarks, box: BoxXyxyPx): FaceQuality {
  const sizePx = Math.sqrt(Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]));
  const sharpness = laplacianVariance(aligned);
  const { yawDeg, rollDeg } = headPose(landmarks);
  const pose = Math.cos(radians(yawDeg)) * Math.cos(radians(rollDeg) / 2);
  const score = Math.min(1, sizePx / FULL_SIZE_PX) * (sharpness / (sharpness + HALF_SHARPNESS)) * Math.max(0, pose);
  return { sizePx, sharpness, yawDeg, rollDeg, score };
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

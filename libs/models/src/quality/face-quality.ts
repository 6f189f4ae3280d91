import { boxArea, type BoxXyxyPx } from '../geometry/box.js';
import type { FivePoints } from '../geometry/points.js';
import { headPose, type HeadPose } from './head-pose.js';

export interface FaceQuality extends HeadPose {
  /** Geometric mean of the detector's box sides, in pixels of the frame. */
  readonly sizePx: number;
  /** Laplacian variance of the aligned grey crop (QUALITY_CROP); 0 where nobody measured it, because the face was refused before. */
  readonly sharpness: number;
  /** 0–1 */
  readonly score: number;
}

/** What a face must have to be judged; the `quality` section of the worker's configuration. */
export interface QualityGate {
  readonly minFacePx: number;
  readonly minSharpness: number;
  readonly maxYawDeg: number;
  readonly maxRollDeg: number;
}

/** Why a face is not judged. */
export type Refusal = 'small' | 'turned' | 'blurred';

/** A face box this large fills the networks' input without enlargement. */
const FULL_SIZE_PX = 80;
/** The sharpness that is worth half of what a perfectly sharp crop is worth. */
const HALF_SHARPNESS = 30;

/**
 * How much a crop can be trusted when faces of one visit are fused.
 *
 * score = min(1, size / 80 px) · sharpness / (sharpness + 30) · cos(yaw) · cos(pitch / 2) · cos(roll / 2), each factor in 0–1. Roll
 * counts half because alignment turns the face upright; yaw hides half a face.
 *
 * @param sharpness of QUALITY_CROP, grey levels²
 */
export function faceQuality(box: BoxXyxyPx, points: FivePoints, sharpness: number): FaceQuality {
  const sizePx = Math.sqrt(boxArea(box));
  const pose = headPose(points);
  const facing = Math.cos(radians(pose.yawDeg)) * Math.cos(radians(pose.pitchDeg) / 2) * Math.cos(radians(pose.rollDeg) / 2);
  const score = Math.min(1, sizePx / FULL_SIZE_PX) * (sharpness / (sharpness + HALF_SHARPNESS)) * Math.max(0, facing);
  return { sizePx, sharpness, ...pose, score };
}

/** What can be said before a pixel is read. */
export function refusedUnseen({ sizePx, yawDeg, rollDeg }: FaceQuality, gate: QualityGate): Refusal | null {
  if (sizePx < gate.minFacePx) return 'small';
  return Math.abs(yawDeg) > gate.maxYawDeg || Math.abs(rollDeg) > gate.maxRollDeg ? 'turned' : null;
}

/** @returns why a face of this quality is not judged; null when it is */
export function refusal(quality: FaceQuality, gate: QualityGate): Refusal | null {
  return refusedUnseen(quality, gate) ?? (quality.sharpness < gate.minSharpness ? 'blurred' : null);
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

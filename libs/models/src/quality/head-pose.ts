import { eyeCentres, IBUG, type FaceLandmarks } from '../align/landmarks.js';

const DEGREES = 180 / Math.PI;

export interface HeadPose {
  /** Positive where the face turns towards the picture's right. */
  readonly yawDeg: number;
  /** Positive where the head tilts clockwise in the picture. */
  readonly rollDeg: number;
}

/**
 * A rough head pose from landmarks alone: roll is the slope of the line through the eyes. For yaw the head is taken for an upright
 * cylinder seen from far away: turned by θ, the nose lies sin θ of the radius away from the middle between the two ends of the jaw.
 */
export function headPose(landmarks: FaceLandmarks): HeadPose {
  const [leftEye, rightEye] = eyeCentres(landmarks);
  const roll = Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
  const alongEyes = (index: number): number => {
    const point = landmarks.points[index]!;
    return point.x * Math.cos(roll) + point.y * Math.sin(roll);
  };
  const left = alongEyes(IBUG.jawLeft);
  const right = alongEyes(IBUG.jawRight);
  const middle = (left + right) / 2;
  const radius = Math.max(1e-6, (right - left) / 2);
  const sine = Math.min(1, Math.max(-1, (alongEyes(IBUG.noseTip) - middle) / radius));
  return { yawDeg: Math.asin(sine) * DEGREES, rollDeg: roll * DEGREES };
}

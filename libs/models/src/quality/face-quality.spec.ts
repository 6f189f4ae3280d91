import { describe, expect, it } from 'vitest';
import type { FivePoints, PointPx } from '../geometry/points.js';
import { headPose } from './head-pose.js';
import { faceQuality, refusal, type QualityGate } from './face-quality.js';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** A mean head, eyes 40 px apart, seen from far away: nods by pitch, turns by yaw, then tilts by roll. */
function seen({ yawDeg = 0, pitchDeg = 0, rollDeg = 0 }): FivePoints {
  const [yaw, pitch, roll] = [radians(yawDeg), radians(pitchDeg), radians(rollDeg)];
  const project = ([x, y, z]: readonly number[]): PointPx => {
    const nodded = { y: Math.cos(pitch) * y! + Math.sin(pitch) * z!, z: Math.cos(pitch) * z! - Math.sin(pitch) * y! };
    const across = Math.cos(yaw) * x! + Math.sin(yaw) * nodded.z;
    return {
      x: 40 * (Math.cos(roll) * across - Math.sin(roll) * nodded.y),
      y: 40 * (Math.sin(roll) * across + Math.cos(roll) * nodded.y),
    };
  };
  const head = [
    [-0.5, 0, 0],
    [0.5, 0, 0],
    [0, 0.62, 0.43],
    [-0.443, 1.07, 0.05],
    [0.443, 1.07, 0.05],
  ];
  return head.map(project) as unknown as FivePoints;
}

const gate: QualityGate = { minFacePx: 24, minSharpness: 7, maxYawDeg: 50, maxRollDeg: 45 };
const box = (sidePx: number) => [0, 0, sidePx, sidePx] as const;

describe('headPose', () => {
  it.each([
    { yawDeg: 0, pitchDeg: 0, rollDeg: 0 },
    { yawDeg: 30, pitchDeg: 0, rollDeg: 0 },
    { yawDeg: -60, pitchDeg: 0, rollDeg: 0 },
    { yawDeg: 0, pitchDeg: 25, rollDeg: 0 },
    { yawDeg: 0, pitchDeg: 0, rollDeg: -40 },
    { yawDeg: 25, pitchDeg: -20, rollDeg: 15 },
    { yawDeg: 10, pitchDeg: 5, rollDeg: 170 },
  ])('reads %o off five points', (pose) => {
    const read = headPose(seen(pose));
    for (const key of ['yawDeg', 'pitchDeg', 'rollDeg'] as const) expect(read[key]).toBeCloseTo(pose[key], 6);
  });

  it('turns towards the picture’s right where the nose does', () => {
    const [leftEye, rightEye, nose, ...mouth] = seen({});
    expect(headPose([leftEye, rightEye, { x: nose.x + 8, y: nose.y }, ...mouth]).yawDeg).toBeGreaterThan(10);
  });
});

describe('faceQuality', () => {
  it('values large, sharp faces that look this way', () => {
    const good = faceQuality(box(100), seen({}), 500).score;
    expect(good).toBeGreaterThan(0.9);
    expect(faceQuality(box(40), seen({}), 500).score).toBeCloseTo(good / 2);
    expect(faceQuality(box(100), seen({ yawDeg: 60 }), 500).score).toBeCloseTo(good / 2);
    expect(faceQuality(box(100), seen({}), 0).score).toBe(0);
  });

  it.each([
    ['small', box(20), {}, 500],
    ['turned', box(100), { yawDeg: 55 }, 500],
    ['turned', box(100), { rollDeg: -50 }, 500],
    ['blurred', box(100), {}, 3],
    [null, box(100), { yawDeg: 40, pitchDeg: 30 }, 500],
  ])('is refused as %s', (expected, faceBox, pose, sharpness) => {
    expect(refusal(faceQuality(faceBox, seen(pose), sharpness), gate)).toBe(expected);
  });
});

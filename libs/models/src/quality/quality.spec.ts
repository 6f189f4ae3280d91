import { expect, it } from 'vitest';
import { IBUG, type FaceLandmarks } from '../align/landmarks.js';
import { blackImage, type RgbImage } from '../image/rgb-image.js';
import { assessFaceQuality } from './assess-face-quality.js';
import { headPose } from './head-pose.js';

/** A frontal face turned by `yawDeg` (as a cylinder) and tilted by `rollDeg`; only the points that pose reads are placed. */
function landmarks(yawDeg: number, rollDeg: number): FaceLandmarks {
  const [yaw, roll] = [yawDeg, rollDeg].map((degrees) => (degrees * Math.PI) / 180) as [number, number];
  const points = Array.from({ length: 68 }, () => ({ x: 0, y: 0 }));
  points[IBUG.jawLeft] = { x: -50, y: 0 };
  points[IBUG.jawRight] = { x: 50, y: 0 };
  points[IBUG.noseTip] = { x: 50 * Math.sin(yaw), y: 20 };
  points
    .fill({ x: -20, y: -10 }, IBUG.leftEye.first, IBUG.leftEye.end)
    .fill({ x: 20, y: -10 }, IBUG.rightEye.first, IBUG.rightEye.end);
  const turn = ({ x, y }: { x: number; y: number }) => ({
    x: x * Math.cos(roll) - y * Math.sin(roll),
    y: x * Math.sin(roll) + y * Math.cos(roll),
  });
  return { points: points.map(turn) };
}

/** Squares of `sidePx`: the smaller, the more detail. */
function checkers(sidePx: number): RgbImage {
  const image = blackImage(112, 112);
  for (let i = 0; i < 112 * 112; i++) {
    const isWhite = (Math.floor((i % 112) / sidePx) + Math.floor(i / 112 / sidePx)) % 2 === 0;
    image.data.fill(isWhite ? 200 : 50, i * 3, i * 3 + 3);
  }
  return image;
}

it.each([
  [0, 0],
  [30, 0],
  [-25, 0],
  [0, 20],
  [20, -15],
])('reads yaw %d° and roll %d°', (yawDeg, rollDeg) => {
  const pose = headPose(landmarks(yawDeg, rollDeg));
  expect(pose.yawDeg).toBeCloseTo(yawDeg, 0);
  expect(pose.rollDeg).toBeCloseTo(rollDeg, 5);
});

it('values large, sharp, frontal faces', () => {
  const frontal = landmarks(0, 0);
  const good = assessFaceQuality(checkers(4), frontal, [0, 0, 100, 100]);
  expect(good.score).toBeGreaterThan(0.9);
  expect(assessFaceQuality(checkers(4), frontal, [0, 0, 40, 40]).score).toBeCloseTo(good.score / 2);
  expect(assessFaceQuality(checkers(4), landmarks(60, 0), [0, 0, 100, 100]).score).toBeCloseTo(good.score / 2, 1);
  expect(assessFaceQuality(blackImage(112, 112), frontal, [0, 0, 100, 100]).score).toBe(0);
});

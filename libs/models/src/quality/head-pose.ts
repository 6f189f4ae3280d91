import type { FivePoints } from '../geometry/points.js';

const DEGREES = 180 / Math.PI;

export interface HeadPose {
  /** Positive where the face turns towards the picture's right. */
  readonly yawDeg: number;
  /** Positive where the face looks down. */
  readonly pitchDeg: number;
  /** Positive where the head tilts clockwise in the picture. */
  readonly rollDeg: number;
}

/**
 * A mean head in units of the distance between the eyes, x to the picture's right, y down, z towards the camera: eye centres, tip of the
 * nose, corners of the mouth. Across and down it is the mean face of CelebA, so that a mean look is straight ahead; the depths are
 * those of the generic head that is used with `solvePnP`.
 */
const HEAD = centred([
  [-0.5, 0, 0],
  [0.5, 0, 0],
  [0, 0.62, 0.43],
  [-0.443, 1.07, 0.05],
  [0.443, 1.07, 0.05],
]);

/** Sums of products of the head's coordinates; those with x vanish, since it is symmetric. */
const [XX, YY, YZ, ZZ] = [products(0, 0), products(1, 1), products(1, 2), products(2, 2)];

/**
 * Head pose under weak perspective: the 2×3 matrix that carries the mean head onto the points with least squares is s·R's first two rows
 * (DeMenthon & Davis, 1995, first iteration), R = roll · yaw · pitch.
 *
 * @param points all different
 */
export function headPose(points: FivePoints): HeadPose {
  const across = rowOf(points.map(({ x }) => x));
  const down = rowOf(points.map(({ y }) => y));
  // Pitch and yaw leave no x in the second row, so what is there is roll.
  const roll = Math.atan2(down.x, across.x);
  const [cos, sin] = [Math.cos(roll), Math.sin(roll)];
  const first = { x: cos * across.x + sin * down.x, y: cos * across.y + sin * down.y, z: cos * across.z + sin * down.z };
  const second = { y: cos * down.y - sin * across.y, z: cos * down.z - sin * across.z };
  const pitch = Math.atan2(second.z, second.y);
  const yaw = Math.atan2(Math.cos(pitch) * first.z - Math.sin(pitch) * first.y, first.x);
  return { yawDeg: yaw * DEGREES, pitchDeg: pitch * DEGREES, rollDeg: roll * DEGREES };
}

/** The row of the matrix that gives one coordinate of the points. */
function rowOf(values: readonly number[]): { x: number; y: number; z: number } {
  const along = (axis: 0 | 1 | 2): number => values.reduce((sum, value, i) => sum + value * HEAD[i]![axis], 0);
  const [x, y, z] = [along(0), along(1), along(2)];
  const determinant = YY * ZZ - YZ * YZ;
  return { x: x / XX, y: (ZZ * y - YZ * z) / determinant, z: (YY * z - YZ * y) / determinant };
}

type Point3 = readonly [x: number, y: number, z: number];

function centred(points: readonly Point3[]): readonly Point3[] {
  const mean = (axis: 0 | 1 | 2): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x0, y0, z0] = [mean(0), mean(1), mean(2)];
  return points.map(([x, y, z]) => [x - x0, y - y0, z - z0]);
}

function products(one: 0 | 1 | 2, other: 0 | 1 | 2): number {
  return HEAD.reduce((sum, point) => sum + point[one] * point[other], 0);
}

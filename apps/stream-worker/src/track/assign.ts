import { intersectionOverUnion, type BoxXyxyPx } from '@vitrine/models';
import { linearSumAssignment } from 'linear-sum-assignment';

/** Faces of one person may differ by this factor in width between two looks. */
const MOST_GROWTH = 2;
/** How far a face is looked for beside where it is expected, face widths. */
const NEAR_FACE_WIDTHS = 0.7;
/** …and how much farther for each second that nobody looked: somebody who strolls past a shop window. */
const SPEED_FACE_WIDTHS_PER_S = 3;
/** …but never farther than this: beyond it anybody could be anybody. */
const FARTHEST_FACE_WIDTHS = 5;

/** Where a face is expected. */
export interface Expected {
  readonly box: BoxXyxyPx;
  /** Since it was last seen. */
  readonly unseenS: number;
}

/**
 * The pairs (track, detection) that fit best together. A face is sought the farther around its place the longer nobody looked, so that
 * people are followed at any rate of frames, whether their boxes overlap or not.
 */
export function assign(expected: readonly Expected[], boxes: readonly BoxXyxyPx[]): [track: number, detection: number][] {
  if (expected.length === 0 || boxes.length === 0) return [];
  const fits = expected.map((track) => boxes.map((box) => fit(track, box)));
  const { rowAssignments } = linearSumAssignment(fits, { maximaze: true });
  return Array.from(rowAssignments, (column, row): [number, number] => [row, column]).filter(
    ([row, column]) => column >= 0 && (fits[row]?.[column] ?? 0) > 0,
  );
}

/** Distance of the centres in widths of the larger face. */
export function distanceInFaces(a: BoxXyxyPx, b: BoxXyxyPx): number {
  const distance = Math.hypot((a[0] + a[2] - b[0] - b[2]) / 2, (a[1] + a[3] - b[1] - b[3]) / 2);
  return distance / Math.max(a[2] - a[0], b[2] - b[0]);
}

/** 0 where it cannot be the same person, else up to 2: nearness within reach plus overlap. */
function fit({ box, unseenS }: Expected, detected: BoxXyxyPx): number {
  const growth = (detected[2] - detected[0]) / (box[2] - box[0]);
  if (growth > MOST_GROWTH || growth < 1 / MOST_GROWTH) return 0;
  const reach = Math.min(FARTHEST_FACE_WIDTHS, NEAR_FACE_WIDTHS + SPEED_FACE_WIDTHS_PER_S * unseenS);
  const nearness = 1 - distanceInFaces(box, detected) / reach;
  return nearness <= 0 ? 0 : nearness + intersectionOverUnion(box, detected);
}

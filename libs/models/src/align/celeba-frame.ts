import type { BoxXyxyPx, PointPx } from '../image/rgb-image.js';

/** The aligned CelebA photo (Liu et al., 2015) in which all networks see faces. */
export const CELEBA_FRAME = { widthPx: 178, heightPx: 218 } as const;

/** The part of the frame that the networks see; the same box as in training and in the weights' manifest. */
export const NETWORK_BOX: BoxXyxyPx = [3, 34, 175, 206];

/** The tighter part, brows to chin, that the age and gender network sees: UTKFace's framing in the same frame. */
export const AGE_GENDER_BOX: BoxXyxyPx = [39, 83, 140, 184];

/**
 * Where our detector and landmarks find the alignment points in a CelebA photo, on average, in frame pixels: eye centres, middle of the
 * mouth. Measured, not CelebA's own annotation, because what must match is the same landmark network in training photos and in service:
 * `node libs/models/dist/measure/celeba-template.js` prints it.
 */
export const CELEBA_POINTS: readonly PointPx[] = [
  { x: 68.9, y: 111.4 },
  { x: 107.1, y: 111.5 },
  { x: 88.3, y: 152.6 },
];

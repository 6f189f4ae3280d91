import type { BoxXyxyPx } from '../geometry/box.js';

/** The aligned CelebA photo (Liu et al., 2015) in which all networks see faces. */
export const CELEBA_FRAME = { widthPx: 178, heightPx: 218 } as const;

/** The part of the frame that the networks see; the same box as in training and in the weights' manifest. */
export const NETWORK_BOX: BoxXyxyPx = [3, 34, 175, 206];

/** The tighter part, brows to chin, that the age and gender network sees: UTKFace's framing in the same frame. */
export const AGE_GENDER_BOX: BoxXyxyPx = [39, 83, 140, 184];

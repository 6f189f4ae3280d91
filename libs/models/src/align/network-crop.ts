import type { BoxXyxyPx } from '../geometry/box.js';
import { AGE_GENDER_BOX, NETWORK_BOX } from './celeba-frame.js';

/** What a network takes: a square box of CelebA's frame, and the side of its input. */
export interface NetworkCrop {
  readonly box: BoxXyxyPx;
  readonly sizePx: number;
}

/** What quality is judged on, whatever size the attribute networks take: sharpness depends on the crop's size. */
export const QUALITY_CROP: NetworkCrop = { box: NETWORK_BOX, sizePx: 144 };
export const AGE_GENDER_CROP: NetworkCrop = { box: AGE_GENDER_BOX, sizePx: 96 };

import { type Similarity, invertSimilarity } from '../image/transform.js';
import type { BoxXyxyPx, RgbImage } from '../image/rgb-image.js';
import { warpBilinear } from '../image/warp.js';
import { AGE_GENDER_BOX, CELEBA_POINTS, NETWORK_BOX } from './celeba-frame.js';
import { alignmentPoints, type FaceLandmarks } from './landmarks.js';
import { fitSimilarity } from './similarity.js';

/** Image pixels → pixels of CelebA's 178×218 frame. */
export function toCelebaFrame(landmarks: FaceLandmarks): Similarity {
  return fitSimilarity(alignmentPoints(landmarks), CELEBA_POINTS);
}

/** What a network takes: a square box of CelebA's frame, and the side of its input. */
export interface NetworkCrop {
  readonly box: BoxXyxyPx;
  readonly sizePx: number;
}

/** What quality is judged on, whatever size the attribute networks take: sharpness depends on the crop's size. */
export const QUALITY_CROP: NetworkCrop = { box: NETWORK_BOX, sizePx: 144 };
export const AGE_GENDER_CROP: NetworkCrop = { box: AGE_GENDER_BOX, sizePx: 96 };

/**
 * Cuts a face as a network saw faces in training: similarity transform of eyes and mouth to CelebA's framing, then the network's box.
 *
 * @param landmarks in pixels of `image`
 */
export function alignFace(image: RgbImage, landmarks: FaceLandmarks, { box, sizePx }: NetworkCrop): RgbImage {
  const frame = toCelebaFrame(landmarks);
  const k = sizePx / (box[2] - box[0]);
  const toCrop = { a: k * frame.a, b: k * frame.b, tx: k * (frame.tx - box[0]), ty: k * (frame.ty - box[1]) };
  return warpBilinear(image, invertSimilarity(toCrop), sizePx, sizePx);
}

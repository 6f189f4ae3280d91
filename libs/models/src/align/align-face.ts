import { type Similarity, invertSimilarity } from '../image/transform.js';
import type { RgbImage } from '../image/rgb-image.js';
import { warpBilinear } from '../image/warp.js';
import { CELEBA_POINTS, NETWORK_BOX } from './celeba-frame.js';
import { alignmentPoints, type FaceLandmarks } from './landmarks.js';
import { fitSimilarity } from './similarity.js';

/** Image pixels → pixels of CelebA's 178×218 frame. */
export function toCelebaFrame(landmarks: FaceLandmarks): Similarity {
  return fitSimilarity(alignmentPoints(landmarks), CELEBA_POINTS);
}

/**
 * Cuts a face as the networks saw faces in training: similarity transform of eyes and mouth to CelebA's framing, then the networks' box.
 *
 * @param landmarks in pixels of `image`
 * @param sizePx side of the result; 112 for the compact profile
 */
export function alignFace(image: RgbImage, landmarks: FaceLandmarks, sizePx = 112): RgbImage {
  const frame = toCelebaFrame(landmarks);
  const k = sizePx / (NETWORK_BOX[2] - NETWORK_BOX[0]);
  const toCrop = { a: k * frame.a, b: k * frame.b, tx: k * (frame.tx - NETWORK_BOX[0]), ty: k * (frame.ty - NETWORK_BOX[1]) };
  return warpBilinear(image, invertSimilarity(toCrop), sizePx, sizePx);
}

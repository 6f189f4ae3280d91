import type { RgbImage } from './rgb-image.js';
import { warpBilinear } from './warp.js';

const SCENE_SIDES = 3;

/**
 * A portrait in the middle of a picture three times as wide, its edge repeated outwards: what a camera would see of it. For measuring on
 * portraits, since a detector does not look for faces that fill the frame.
 */
export function inScene(portrait: RgbImage): RgbImage {
  const sidePx = SCENE_SIDES * Math.max(portrait.widthPx, portrait.heightPx);
  const toPortrait = {
    a: 1,
    b: 0,
    tx: Math.round((portrait.widthPx - sidePx) / 2),
    ty: Math.round((portrait.heightPx - sidePx) / 2),
  };
  return warpBilinear(portrait, toPortrait, sidePx, sidePx);
}

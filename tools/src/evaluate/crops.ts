import { CELEBA_FRAME, NETWORK_BOX, warpBilinear, type BoxXyxyPx, type RgbImage } from '@vitrine/models';
import sharp from 'sharp';
import { LayoutError } from './layout-error.js';

/** A layout's frame and the box in it that the networks see, for images that are aligned already. */
export interface Framing {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly box: BoxXyxyPx;
}

export const FRAMINGS = {
  celeba: { ...CELEBA_FRAME, box: NETWORK_BOX },
  /** LFW's funnelled frame at CelebA's framing: the eyes, 44 px apart at y 113, land where CelebA's do. */
  lfwa: { widthPx: 250, heightPx: 250, box: [30, 28, 220, 218] },
  utkface: { widthPx: 128, heightPx: 128, box: [0, 0, 128, 128] },
} as const satisfies Record<string, Framing>;

const MAX_ASPECT_ERROR = 0.02;

/**
 * @param sizePx brings the picture to this size, whatever its shape
 * @throws LayoutError when the file is no picture
 */
export async function readImage(path: string, sizePx?: { width: number; height: number }): Promise<RgbImage> {
  const decoded = sharp(path).rotate().removeAlpha().toColourspace('srgb');
  const sized = sizePx ? decoded.resize({ ...sizePx, fit: 'fill', kernel: 'cubic' }) : decoded;
  const { data, info } = await sized
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw new LayoutError(`${path} cannot be read as a picture (${String(error)})`);
    });
  return { widthPx: info.width, heightPx: info.height, data: new Uint8Array(data) };
}

/** Cuts the networks' box out of an aligned frame of any size. @throws LayoutError when its shape is not the layout's */
export function cutAligned(image: RgbImage, framing: Framing, { sizePx, path }: { sizePx: number; path: string }): RgbImage {
  const scale = image.widthPx / framing.widthPx;
  if (Math.abs(image.heightPx / (framing.heightPx * scale) - 1) > MAX_ASPECT_ERROR) {
    const expected = `${framing.widthPx}×${framing.heightPx}`;
    throw new LayoutError(
      `${path} is ${image.widthPx}×${image.heightPx} px, not of the shape ${expected}; for photos as they are use --through-detector`,
    );
  }
  const [x0, y0, x1] = framing.box;
  const toSource = { a: ((x1 - x0) * scale) / sizePx, b: 0, tx: x0 * scale, ty: y0 * scale };
  return warpBilinear(image, toSource, sizePx, sizePx);
}

export function mirrored({ widthPx, heightPx, data }: RgbImage): RgbImage {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [from, to] = [(y * widthPx + x) * 3, (y * widthPx + widthPx - 1 - x) * 3];
      turned.set(data.subarray(from, from + 3), to);
    }
  }
  return { widthPx, heightPx, data: turned };
}

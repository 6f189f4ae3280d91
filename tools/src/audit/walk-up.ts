import type { RgbImage } from '@vitrine/models';
import sharp from 'sharp';

const [WIDTH_PX, HEIGHT_PX] = [640, 480];
/** Size of the photo at the first look and at the last, as a share of its own. */
const [FAR, NEAR] = [0.35, 1.5];
/** Each third frame is blurred by movement, as somebody's steps do. */
const [BLURRED_EACH, BLUR_SIGMA] = [3, 1.4];
const TILT_DEG = 10;
const GREY = { r: 110, g: 110, b: 110 };

/** One frame of somebody who walks up to a camera: a portrait that grows, tilts and is blurred by turns, as a camera's codec leaves it. */
export async function walkUp(photo: string, frame: number, frames: number): Promise<RgbImage> {
  const { width = 1, height = 1 } = await sharp(photo).metadata();
  const scale = FAR * (NEAR / FAR) ** (frame / Math.max(1, frames - 1));
  const person = sharp(photo)
    .resize(Math.round(width * scale), Math.round(height * scale))
    .rotate(TILT_DEG * Math.sin(frame), { background: GREY });
  const seen = frame % BLURRED_EACH === 1 ? person.blur(BLUR_SIGMA) : person;
  const input = await seen.png().toBuffer();
  const canvas = { width: WIDTH_PX, height: HEIGHT_PX, channels: 3 as const, background: GREY };
  const jpeg = await sharp({ create: canvas }).composite([{ input }]).jpeg({ quality: 60 }).toBuffer();
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, data };
}

import { clipBox, type BoxXyxyPx, type RgbImage } from '@vitrine/models';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';

/** Mosaic stones across a hidden face. */
const STONES_ACROSS_FACE = 4;
/** Added on each side of a detector's tight box, as a share of its size. */
const MARGIN = 0.4;
/** Stones across a picture in which nobody looked for faces: one that fills a sixth of it is four stones wide. */
const STONES_ACROSS_PICTURE = 24;

/** Everything in the boxes becomes a mosaic. @param boxes pixels of `image`; may reach over its edges */
export async function hideFaces(image: RgbImage, boxes: readonly BoxXyxyPx[]): Promise<RgbImage> {
  const stones = await Promise.all(boxes.flatMap((box) => mosaicOf(image, widened(box))));
  // Compositing adds an alpha channel.
  const data = await picture(image).composite(stones).removeAlpha().raw().toBuffer();
  return { ...image, data };
}

/** The whole picture becomes a mosaic: rooms and movement can be told, people cannot. */
export async function hideAll({ widthPx, heightPx, ...image }: RgbImage): Promise<RgbImage> {
  const [columns, rows] = [STONES_ACROSS_PICTURE, Math.max(1, Math.round((STONES_ACROSS_PICTURE * heightPx) / widthPx))];
  const small = await picture({ ...image, widthPx, heightPx })
    .resize(columns, rows, { fit: 'fill' })
    .raw()
    .toBuffer();
  const stones = picture({ widthPx: columns, heightPx: rows, data: small });
  const data = await stones.resize(widthPx, heightPx, { fit: 'fill', kernel: 'nearest' }).raw().toBuffer();
  return { widthPx, heightPx, data };
}

export function picture({ data, widthPx, heightPx }: RgbImage): Sharp {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}

function widened([x0, y0, x1, y1]: BoxXyxyPx): BoxXyxyPx {
  const [dx, dy] = [MARGIN * (x1 - x0), MARGIN * (y1 - y0)];
  return [x0 - dx, y0 - dy, x1 + dx, y1 + dy];
}

function mosaicOf(image: RgbImage, box: BoxXyxyPx): Promise<OverlayOptions>[] {
  const [left, top, right, bottom] = clipBox(box, image);
  const [width, height] = [right - left, bottom - top];
  return width > 0 && height > 0 ? [stonesOf(image, { left, top, width, height })] : [];
}

interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

async function stonesOf(image: RgbImage, region: Region): Promise<OverlayOptions> {
  const { left, top, width, height } = region;
  const across = Math.max(1, Math.round(STONES_ACROSS_FACE * (1 + 2 * MARGIN)));
  const small = await picture(image).extract(region).resize(across, across, { fit: 'fill' }).raw().toBuffer();
  const input = await picture({ widthPx: across, heightPx: across, data: small })
    .resize(width, height, { fit: 'fill', kernel: 'nearest' })
    .raw()
    .toBuffer();
  return { input, raw: { width, height, channels: 3 }, left, top };
}

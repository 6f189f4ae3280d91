import type { Preview, WorkerConfig } from '@vitrine/contracts';
import { clipBox, type BoxXyxyPx, type RgbImage } from '@vitrine/models';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import type { Frame } from '../ingest/index.js';
import type { TrackedFace } from '../track/index.js';
import { normalise } from './track-publisher.js';

/** Pixels that remain across a blurred face. */
const FACE_MOSAIC_PX = 6;
/** Added on each side of the detector's tight box, as a share of its size. */
const MARGIN = 0.35;
const JPEG_QUALITY = 70;

/** Low-rate pictures for whoever watches. Every face the tracker knows of is made a mosaic; a face that was missed is not. */
export class PreviewMaker {
  #lastAtMs = -Infinity;

  constructor(private readonly config: WorkerConfig['publish']) {}

  isDue(atMs: number): boolean {
    return Math.abs(atMs - this.#lastAtMs) >= 1000 / this.config.previewFps;
  }

  async make(frame: Frame, faces: readonly TrackedFace[]): Promise<Preview> {
    this.#lastAtMs = frame.capturedAtMs;
    const { small } = frame;
    const hidden = this.config.blurFaces ? await Promise.all(faces.map(({ box }) => mosaic(small, widened(box)))) : [];
    // Compositing adds an alpha channel.
    const covered = await picture(small).composite(hidden).removeAlpha().raw().toBuffer();
    const widthPx = Math.min(this.config.previewWidthPx, small.widthPx);
    const { data, info } = await picture({ ...small, data: covered })
      .resize({ width: widthPx })
      .jpeg({ quality: JPEG_QUALITY })
      .toBuffer({ resolveWithObject: true });
    return {
      cameraId: frame.cameraId,
      atMs: frame.capturedAtMs,
      widthPx: info.width,
      heightPx: info.height,
      jpegBase64: data.toString('base64'),
      facesBlurred: this.config.blurFaces,
      boxes: faces
        .filter(({ confirmed }) => confirmed)
        .map((face) => ({ trackId: face.trackId, box: normalise(face.box, frame) })),
    };
  }
}

function widened([x0, y0, x1, y1]: BoxXyxyPx): BoxXyxyPx {
  const [dx, dy] = [MARGIN * (x1 - x0), MARGIN * (y1 - y0)];
  return [x0 - dx, y0 - dy, x1 + dx, y1 + dy];
}

async function mosaic(image: RgbImage, box: BoxXyxyPx): Promise<OverlayOptions> {
  const [left, top, right, bottom] = clipBox(box, image);
  const [width, height] = [right - left, bottom - top];
  const tiny = await picture(image)
    .extract({ left, top, width, height })
    .resize(FACE_MOSAIC_PX, FACE_MOSAIC_PX, { fit: 'fill' })
    .raw()
    .toBuffer();
  const input = await picture({ widthPx: FACE_MOSAIC_PX, heightPx: FACE_MOSAIC_PX, data: tiny })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return { input, raw: { width, height, channels: 3 }, left, top };
}

function picture({ data, widthPx, heightPx }: RgbImage): Sharp {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}

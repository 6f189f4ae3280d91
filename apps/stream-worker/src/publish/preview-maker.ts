import type { Preview, WorkerConfig } from '@vitrine/contracts';
import type { BoxXyxyPx, PlanarImage, RgbImage } from '@vitrine/models';
import type { Frame } from '../ingest/index.js';
import type { TrackedFace } from '../track/index.js';
import { hideAll, hideFaces, picture } from './hide-faces.js';
import { normalise } from './visit-publisher.js';

const JPEG_QUALITY = 70;

export interface PreviewParts {
  readonly config: Pick<WorkerConfig['publish'], 'picture' | 'previewFps' | 'previewWidthPx'>;
  /** A small RGB picture of a frame, made in an inference thread. */
  shrink(image: PlanarImage, widthPx: number): Promise<RgbImage>;
}

/** What is known of people on a frame. */
export interface PeopleInView {
  readonly faces: readonly TrackedFace[];
  /** Places of the frame; null for all of it. */
  readonly hide: readonly BoxXyxyPx[] | null;
}

/** What whoever watches gets of a camera, at a low rate. By default it has no pixels at all. */
export class PreviewMaker {
  #lastAtMs = -Infinity;

  constructor(private readonly parts: PreviewParts) {}

  /** @param atMs monotonic */
  isDue(atMs: number): boolean {
    return atMs - this.#lastAtMs >= 1000 / this.parts.config.previewFps;
  }

  async make(frame: Frame, people: PeopleInView): Promise<Preview> {
    this.#lastAtMs = frame.arrivedAtMs;
    const { config } = this.parts;
    const widthPx = Math.min(config.previewWidthPx, frame.image.widthPx);
    const heightPx = Math.max(1, Math.round((frame.image.heightPx * widthPx) / frame.image.widthPx));
    const shown = config.picture === 'none' ? null : await this.#show(frame.image, widthPx, people.hide);
    return {
      cameraId: frame.cameraId,
      atMs: frame.receivedAtMs,
      widthPx: shown?.widthPx ?? widthPx,
      heightPx: shown?.heightPx ?? heightPx,
      picture: config.picture,
      jpegBase64: shown && (await jpegOf(shown)),
      facesBlurred: config.picture !== 'clear',
      boxes: people.faces
        .filter(({ confirmed }) => confirmed)
        .map((face) => ({ visitId: face.visitId, box: normalise(face.box, frame) })),
    };
  }

  async #show(image: PlanarImage, widthPx: number, hide: readonly BoxXyxyPx[] | null): Promise<RgbImage> {
    const small = await this.parts.shrink(image, widthPx);
    if (this.parts.config.picture === 'clear') return small;
    if (hide === null) return hideAll(small);
    const scale = small.widthPx / image.widthPx;
    return hideFaces(
      small,
      hide.map(([x0, y0, x1, y1]): BoxXyxyPx => [x0 * scale, y0 * scale, x1 * scale, y1 * scale]),
    );
  }
}

async function jpegOf(image: RgbImage): Promise<string> {
  return (await picture(image).jpeg({ quality: JPEG_QUALITY }).toBuffer()).toString('base64');
}

import { planarBytes, type PlanarImage } from '@vitrine/models';
import type { FrameRing } from './frame-ring.js';
import type { PictureInfo } from './picture-info.js';

/** Bytes that may wait for the line with their size, which was written before them into another pipe. */
const MAX_WAITING_BYTES = 64 * 2 ** 20;

/** ffmpeg gives pictures that cannot be taken. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}

/** Cuts a byte stream of raw yuv420p pictures into images, whatever the chunks and however sizes change. */
export class PlanarReader {
  readonly #expected: PictureInfo[] = [];
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #image: PlanarImage | null = null;
  #bytes: Uint8Array = new Uint8Array(0);
  #filled = 0;

  constructor(
    private readonly ring: FrameRing,
    private readonly maxPixels: number,
    private readonly onImage: (image: PlanarImage, info: PictureInfo) => void,
  ) {}

  /** Tells of one more picture in the stream. @throws PictureError when it is too large */
  expect(info: PictureInfo): void {
    if (info.widthPx * info.heightPx > this.maxPixels) {
      throw new PictureError(`a picture has ${info.widthPx}×${info.heightPx} pixels, more than ${this.maxPixels}`);
    }
    this.#expected.push(info);
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (const chunk of waiting) this.write(chunk);
  }

  /** @throws PictureError when bytes come that nothing was said of */
  write(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0 && this.#expected.length > 0) rest = this.#fill(rest, this.#expected[0]!);
    if (rest.length === 0) return;
    this.#waiting.push(rest);
    this.#waitingBytes += rest.length;
    if (this.#waitingBytes > MAX_WAITING_BYTES) throw new PictureError('ffmpeg writes pictures without their sizes');
  }

  #fill(chunk: Buffer, info: PictureInfo): Buffer {
    if (!this.#image) {
      this.#image = this.ring.take(info.widthPx, info.heightPx);
      this.#bytes = new Uint8Array(this.#image.y.buffer, 0, planarBytes(info.widthPx, info.heightPx));
    }
    const part = chunk.subarray(0, this.#bytes.length - this.#filled);
    this.#bytes.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled === this.#bytes.length) {
      const image = this.#image;
      this.#image = null;
      this.#filled = 0;
      this.#expected.shift();
      this.onImage(image, info);
    }
    return chunk.subarray(part.length);
  }
}

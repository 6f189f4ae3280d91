import { planarBytes, planarImage, type PlanarImage } from '@vitrine/models';

/** One picture is being written, one waits, one is looked at. */
const PICTURES = 3;

/** Shared memory for one camera's pictures, used over and over, so that none is left to the collector thirty times a second. */
export class FrameRing {
  #free: ArrayBufferLike[] = [];

  take(widthPx: number, heightPx: number): PlanarImage {
    const bytes = planarBytes(widthPx, heightPx);
    // Buffers of another size are of a stream that has changed.
    this.#free = this.#free.filter((buffer) => buffer.byteLength === bytes);
    return planarImage(widthPx, heightPx, this.#free.pop());
  }

  /** Nobody looks at the picture any more. */
  release(image: PlanarImage): void {
    if (this.#free.length < PICTURES) this.#free.push(image.y.buffer);
  }
}

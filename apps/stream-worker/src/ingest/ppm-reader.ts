import type { RgbImage } from '@vitrine/models';

/** `P6`, width, height and 255, each ended by white space; ffmpeg writes them in less than this many bytes. */
const HEADER = /^P6\s+(\d+)\s+(\d+)\s+255\s/;
const MAX_HEADER_BYTES = 32;

/** Cuts a byte stream of binary PPM pictures (Netpbm P6) into images, whatever the chunks. */
export class PpmReader {
  #pending: Buffer = Buffer.alloc(0);
  #image: { widthPx: number; heightPx: number; data: Uint8Array; filled: number } | null = null;

  constructor(private readonly onImage: (image: RgbImage) => void) {}

  /** @throws Error when the bytes are not PPM */
  write(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#image ? this.#fill(rest) : this.#begin(rest);
  }

  #begin(chunk: Buffer): Buffer {
    const bytes = Buffer.concat([this.#pending, chunk]);
    const header = HEADER.exec(bytes.toString('latin1', 0, MAX_HEADER_BYTES));
    if (!header) {
      if (bytes.length >= MAX_HEADER_BYTES) throw new Error('ffmpeg wrote something that is not a PPM picture');
      this.#pending = bytes;
      return Buffer.alloc(0);
    }
    const [text, width, height] = header;
    const [widthPx, heightPx] = [Number(width), Number(height)];
    this.#image = { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3), filled: 0 };
    this.#pending = Buffer.alloc(0);
    return bytes.subarray(text.length);
  }

  #fill(chunk: Buffer): Buffer {
    const image = this.#image!;
    const part = chunk.subarray(0, image.data.length - image.filled);
    image.data.set(part, image.filled);
    image.filled += part.length;
    if (image.filled === image.data.length) {
      this.#image = null;
      this.onImage({ widthPx: image.widthPx, heightPx: image.heightPx, data: image.data });
    }
    return chunk.subarray(part.length);
  }
}

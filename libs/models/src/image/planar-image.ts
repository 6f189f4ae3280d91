import type { RgbImage } from './rgb-image.js';

/**
 * A picture as cameras code it: YUV 4:2:0, BT.601, limited range (luma 16–235), what `ffmpeg -pix_fmt yuv420p -f rawvideo` writes. The
 * planes are views of one buffer in that order. Over shared memory a thread reads it where it is: posting it copies nothing.
 */
export interface PlanarImage {
  readonly widthPx: number;
  readonly heightPx: number;
  /** u8[H,W] */
  readonly y: Uint8Array;
  /** u8[⌈H/2⌉,⌈W/2⌉], as is `v` */
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

/** Bytes of one picture, all three planes. */
export function planarBytes(widthPx: number, heightPx: number): number {
  return widthPx * heightPx + 2 * chromaPx(widthPx) * chromaPx(heightPx);
}

/**
 * The planes of one picture over a buffer; over new shared memory, black, when none is given.
 *
 * @throws RangeError when the buffer is smaller than the picture
 */
export function planarImage(widthPx: number, heightPx: number, buffer?: ArrayBufferLike): PlanarImage {
  const memory = buffer ?? blackMemory(widthPx, heightPx);
  const luma = widthPx * heightPx;
  const chroma = chromaPx(widthPx) * chromaPx(heightPx);
  return {
    widthPx,
    heightPx,
    y: new Uint8Array(memory, 0, luma),
    u: new Uint8Array(memory, luma, chroma),
    v: new Uint8Array(memory, luma + chroma, chroma),
  };
}

/** Samples of a chroma plane along a side of `sidePx` luma pixels. */
export function chromaPx(sidePx: number): number {
  return (sidePx + 1) >> 1;
}

function blackMemory(widthPx: number, heightPx: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(planarBytes(widthPx, heightPx));
  new Uint8Array(memory).fill(16, 0, widthPx * heightPx).fill(128, widthPx * heightPx);
  return memory;
}

/** A picture as a camera would have coded it: chroma is the mean of 2×2 pixels. For photos that do not come from a camera. */
export function fromRgb({ widthPx, heightPx, data }: RgbImage): PlanarImage {
  const image = planarImage(widthPx, heightPx);
  const stride = chromaPx(widthPx);
  const sums = new Float32Array(2 * image.u.length);
  const counts = new Uint8Array(image.u.length);
  for (let row = 0, i = 0, p = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++, i++, p += 3) {
      const [r, g, b] = [data[p]!, data[p + 1]!, data[p + 2]!];
      image.y[i] = 16.5 + 0.256788 * r + 0.504129 * g + 0.097906 * b;
      const c = (row >> 1) * stride + (column >> 1);
      sums[2 * c]! += -0.148223 * r - 0.290993 * g + 0.439216 * b;
      sums[2 * c + 1]! += 0.439216 * r - 0.367788 * g - 0.071427 * b;
      counts[c]! += 1;
    }
  }
  for (let c = 0; c < counts.length; c++) {
    image.u[c] = 128.5 + sums[2 * c]! / counts[c]!;
    image.v[c] = 128.5 + sums[2 * c + 1]! / counts[c]!;
  }
  return image;
}

import { expect, it } from 'vitest';
import { fromRgb, planarBytes, planarImage } from './planar-image.js';
import { blackImage, type RgbImage } from './rgb-image.js';
import { shrinkToRgb } from './shrink.js';

/** Colours that change slowly, as chroma at half the size can carry. */
function gradients(widthPx: number, heightPx: number): RgbImage {
  const image = blackImage(widthPx, heightPx);
  for (let i = 0; i < widthPx * heightPx; i++) {
    const [x, y] = [i % widthPx, Math.floor(i / widthPx)];
    image.data.set([40 + x, 200 - x, 60 + y], 3 * i);
  }
  return image;
}

it('lays the planes out as ffmpeg’s yuv420p does, odd sides rounded up', () => {
  const memory = new ArrayBuffer(planarBytes(5, 3));
  const { y, u, v } = planarImage(5, 3, memory);
  expect([y.length, u.length, v.length]).toEqual([15, 6, 6]);
  expect([y.byteOffset, u.byteOffset, v.byteOffset]).toEqual([0, 15, 21]);
});

it('is black over shared memory when no buffer is given', () => {
  const image = planarImage(4, 4);
  expect(image.y.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(new Set(shrinkToRgb(image, 4, 4).data)).toEqual(new Set([0]));
});

it('refuses a buffer that cannot hold the picture', () => {
  expect(() => planarImage(640, 360, new ArrayBuffer(640 * 360))).toThrow(RangeError);
});

it.each([
  [64, 48],
  [63, 47],
])('carries the colours of a photo of %d×%d px there and back', (widthPx, heightPx) => {
  const photo = gradients(widthPx, heightPx);
  const back = shrinkToRgb(fromRgb(photo), widthPx, heightPx);
  const worst = back.data.reduce((most, value, i) => Math.max(most, Math.abs(value - photo.data[i]!)), 0);
  expect(worst).toBeLessThanOrEqual(4);
});

import { describe, expect, it } from 'vitest';
import { clipBox, cropImage } from './crop.js';
import { blackImage, type RgbImage } from './rgb-image.js';
import { resizeBilinear } from './resize.js';
import { warpBilinear } from './warp.js';

/** Grey levels that rise from left to right. */
function ramp(widthPx: number, heightPx: number, [from, to]: [number, number]): RgbImage {
  const image = blackImage(widthPx, heightPx);
  for (let i = 0; i < widthPx * heightPx; i++)
    image.data.fill(from + ((to - from) * (i % widthPx)) / (widthPx - 1), i * 3, i * 3 + 3);
  return image;
}

describe('cropImage', () => {
  it('rounds a box outwards', () => {
    expect(clipBox([1.2, 1.8, 3.1, 3.9], blackImage(10, 10))).toEqual([1, 1, 4, 4]);
  });

  it('clips at the edges and always leaves a pixel', () => {
    expect(clipBox([-5, -5, 50, 50], blackImage(10, 8))).toEqual([0, 0, 10, 8]);
    expect(clipBox([20, 20, 30, 30], blackImage(10, 8))).toEqual([9, 7, 10, 8]);
  });

  it('copies the pixels', () => {
    const image = ramp(4, 2, [0, 30]);
    expect([...cropImage(image, [1, 0, 3, 1]).data]).toEqual([10, 10, 10, 20, 20, 20]);
  });
});

describe('resizeBilinear', () => {
  it('keeps a linear ramp a ramp', () => {
    const half = resizeBilinear(ramp(64, 4, [0, 252]), 32, 2);
    // Pixel i of the half covers pixels 2i and 2i + 1, whose levels are 4 apart.
    for (let i = 0; i < 32; i++) expect(half.data[i * 3]).toBe(8 * i + 2);
  });

  it('hands an image of that size back as it is', () => {
    const image = ramp(8, 8, [0, 70]);
    expect(resizeBilinear(image, 8, 8)).toBe(image);
  });
});

describe('warpBilinear', () => {
  it('leaves an image alone when nothing moves', () => {
    const image = ramp(16, 16, [10, 200]);
    expect(warpBilinear(image, { a: 1, b: 0, tx: 0, ty: 0 }, 16, 16).data).toEqual(image.data);
  });

  it('repeats the edge outside the image', () => {
    const image = ramp(16, 16, [10, 200]);
    const shifted = warpBilinear(image, { a: 1, b: 0, tx: -100, ty: 0 }, 4, 4);
    expect(new Set(shifted.data)).toEqual(new Set([10]));
  });

  it('averages where the source is finer than the target', () => {
    const stripes = blackImage(64, 64);
    for (let i = 0; i < 64 * 64; i++) if (i % 2 === 0) stripes.data.fill(200, i * 3, i * 3 + 3);
    const small = warpBilinear(stripes, { a: 4, b: 0, tx: 0, ty: 0 }, 16, 16);
    for (const level of small.data) expect(Math.abs(level - 100)).toBeLessThanOrEqual(13);
  });
});

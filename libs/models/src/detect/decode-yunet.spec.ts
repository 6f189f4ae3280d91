import { describe, expect, it } from 'vitest';
import { CELL_PLANES, decodeYunet } from './decode-yunet.js';
import { pictureSize } from './picture-size.js';
import { suppressOverlaps } from './suppress-overlaps.js';

/** Two rows of three cells of 16 × 12 px; the cell in row 1, column 2 sees a face. */
function cells(face: readonly number[]): Parameters<typeof decodeYunet>[0] {
  const values = new Float32Array(CELL_PLANES * 6).fill(-9);
  face.forEach((value, plane) => (values[plane * 6 + 5] = value));
  return { strideX: 16, strideY: 12, rows: 2, columns: 3, values };
}

const FACE = [2, 1, 0.5, 0.25, Math.log(2), Math.log(3), 0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1];

describe('decodeYunet', () => {
  it('reads centre, size and points in pixels, each axis by its own stride', () => {
    const [face, ...others] = decodeYunet(cells(FACE), 0.5);
    expect(others).toEqual([]);
    const [x0, y0, x1, y1] = face!.box;
    expect([(x0 + x1) / 2, (y0 + y1) / 2]).toEqual([2.5 * 16, 1.25 * 12]);
    expect(x1 - x0).toBeCloseTo(2 * 16, 4);
    expect(y1 - y0).toBeCloseTo(3 * 12, 4);
    expect(face!.points[1]).toEqual({ x: 3 * 16, y: 12 });
    expect(face!.points[4]).toEqual({ x: 3 * 16, y: 2 * 12 });
  });

  it('is as confident as the geometric mean of class and objectness', () => {
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const confidence = Math.sqrt(sigmoid(2) * sigmoid(1));
    expect(decodeYunet(cells(FACE), confidence - 0.001)[0]!.confidence).toBeCloseTo(confidence);
    expect(decodeYunet(cells(FACE), confidence + 0.001)).toEqual([]);
  });
});

describe('suppressOverlaps', () => {
  it('keeps the most confident of faces that overlap', () => {
    const found = [
      { box: [0, 0, 10, 10], confidence: 0.6 },
      { box: [1, 0, 11, 10], confidence: 0.9 },
      { box: [8, 0, 18, 10], confidence: 0.5 },
    ] as const;
    expect(suppressOverlaps(found, 0.45).map(({ confidence }) => confidence)).toEqual([0.9, 0.5]);
  });
});

describe('pictureSize', () => {
  it.each([
    [1280, 720, 640, 640, 352],
    [1920, 1080, 1280, 1280, 736],
    [720, 1280, 640, 352, 640],
    [704, 576, 640, 640, 512],
    [2000, 20, 640, 640, 32],
  ])('looks at %d×%d at %d as %d×%d px', (widthPx, heightPx, longSidePx, expectedWidthPx, expectedHeightPx) => {
    expect(pictureSize({ widthPx, heightPx }, longSidePx)).toEqual({ widthPx: expectedWidthPx, heightPx: expectedHeightPx });
  });
});

import { describe, expect, it } from 'vitest';
import { detectionReport, type FoundBox, type PictureBox } from './detection-report.js';

const LIMITS = { minHeightPx: 20, minIou: 0.5, minConfidence: 0.5 };
const square = (x: number, sidePx: number): PictureBox => [x, 0, x + sidePx, sidePx];
const found = (box: PictureBox, confidence: number): FoundBox => ({ box, confidence });

describe('a detection report', () => {
  it('counts a face found twice once right and once wrong', () => {
    const picture = { marked: [square(0, 30)], found: [found(square(0, 30), 0.9), found(square(2, 30), 0.8)] };
    expect(detectionReport([picture], LIMITS)).toEqual({ faces: 1, averagePrecision: 1, recall: 1, precision: 0.5 });
  });

  it('neither wants small faces nor holds them against the detector', () => {
    const picture = {
      marked: [square(0, 30), square(100, 10)],
      found: [found(square(0, 30), 0.9), found(square(100, 10), 0.8), found(square(300, 12), 0.7)],
    };
    expect(detectionReport([picture], LIMITS)).toMatchObject({ faces: 1, recall: 1, precision: 1 });
  });

  it('holds a large detection of nothing against it', () => {
    const picture = { marked: [square(0, 30)], found: [found(square(200, 30), 0.95), found(square(0, 30), 0.6)] };
    expect(detectionReport([picture], LIMITS)).toMatchObject({ averagePrecision: 0.5, recall: 1, precision: 0.5 });
  });

  it('counts below the threshold in average precision alone', () => {
    const picture = {
      marked: [square(0, 30), square(100, 30)],
      found: [found(square(0, 30), 0.9), found(square(100, 30), 0.3)],
    };
    expect(detectionReport([picture], LIMITS)).toEqual({ faces: 2, averagePrecision: 1, recall: 0.5, precision: 1 });
  });

  it('takes the area under the precision that is still to come', () => {
    // right, wrong, right of three faces: (1 + 2/3) / 3
    const picture = {
      marked: [square(0, 30), square(100, 30), square(200, 30)],
      found: [found(square(0, 30), 0.9), found(square(400, 30), 0.8), found(square(100, 30), 0.7)],
    };
    expect(detectionReport([picture], LIMITS).averagePrecision).toBeCloseTo(5 / 9);
  });

  it('has no precision where nothing was found', () => {
    expect(detectionReport([{ marked: [square(0, 30)], found: [] }], LIMITS)).toMatchObject({ recall: 0, precision: null });
  });
});

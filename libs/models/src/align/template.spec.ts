import { describe, expect, it } from 'vitest';
import { alignmentError, faceOf, mean } from '../fixtures/alignment-error.js';
import { type DetectorName, detectorNamed, missing } from '../fixtures/detectors.js';
import { misplace, seededRandom } from '../fixtures/misplaced-photo.js';
import { celebaPhotos, readRgb, sampleFile, SAMPLE_DATA_REMEDY } from '../fixtures/sample-data.js';
import type { FivePoints } from '../geometry/points.js';
import { applySimilarity } from '../geometry/similarity.js';
import { AGE_GENDER_CROP } from './network-crop.js';
import { alignmentErrorPx, cropToPicture, toCelebaFrame } from './template.js';

const PHOTOS = 16;
const TEMPLATE: FivePoints = [
  { x: 69, y: 111 },
  { x: 107, y: 111 },
  { x: 88, y: 135 },
  { x: 71, y: 152 },
  { x: 105, y: 152 },
];
const moved = { a: 2 * Math.cos(0.3), b: 2 * Math.sin(0.3), tx: 40, ty: 60 };

describe('alignment', () => {
  const inPicture = TEMPLATE.map((point) => applySimilarity(moved, point)) as unknown as FivePoints;

  it('carries a face that is turned, large and elsewhere back to where the networks saw faces', () => {
    const { x, y } = applySimilarity(toCelebaFrame(inPicture, TEMPLATE), inPicture[4]);
    expect([x, y]).toEqual([expect.closeTo(105), expect.closeTo(152)]);
    expect(alignmentErrorPx(TEMPLATE, TEMPLATE)).toBeCloseTo(0);
  });

  it('takes neither a turned nose nor a crooked mouth for a tilted head', () => {
    const [leftEye, rightEye, nose, mouthLeft, mouthRight] = TEMPLATE;
    const crooked = { x: mouthLeft.x, y: mouthLeft.y + 4 };
    const other = { x: mouthRight.x, y: mouthRight.y - 4 };
    expect(alignmentErrorPx([leftEye, rightEye, { ...nose, x: nose.x + 15 }, crooked, other], TEMPLATE)).toBeCloseTo(0);
  });

  it('knows where the corner of a crop is in the picture', () => {
    const toPicture = cropToPicture(toCelebaFrame(inPicture, TEMPLATE), AGE_GENDER_CROP);
    const [x0, y0] = AGE_GENDER_CROP.box;
    const expected = applySimilarity(moved, { x: x0, y: y0 });
    const { x, y } = applySimilarity(toPicture, { x: 0, y: 0 });
    expect([x, y]).toEqual([expect.closeTo(expected.x), expect.closeTo(expected.y)]);
  });
});

describe.each<DetectorName>(['yunet', 'face-api-tiny'])('alignment by the points of %s', (name) => {
  const skipped = missing(name) ?? (sampleFile('celeba') === null ? SAMPLE_DATA_REMEDY : null);

  it.skipIf(skipped !== null)(
    skipped ?? 'puts misplaced photos back near CelebA’s own alignment',
    async () => {
      const detector = await detectorNamed(name);
      const random = seededRandom(2);
      const errorsPx: number[] = [];
      for (const path of celebaPhotos('val', PHOTOS)) {
        const photo = misplace(await readRgb(path), random);
        const face = await faceOf(detector, photo);
        if (face) errorsPx.push(alignmentError(face.points, detector.template, photo).pointsPx);
      }
      await detector.close();
      expect(errorsPx.length).toBeGreaterThanOrEqual(0.7 * PHOTOS);
      expect(mean(errorsPx)).toBeLessThan(4);
    },
    120_000,
  );
});

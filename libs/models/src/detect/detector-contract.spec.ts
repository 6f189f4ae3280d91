import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DetectorName, detectorNamed, DETECTORS, missing } from '../fixtures/detectors.js';
import { groupPhotos, readRgb } from '../fixtures/sample-data.js';
import { fromRgb, planarImage, type PlanarImage } from '../image/planar-image.js';
import type { DetectedFace, FaceDetector } from './detector.js';

const NAMES = Object.keys(DETECTORS) as DetectorName[];

/** What every detector does, whichever the configuration names. */
describe.each(NAMES)('the detector %s', (name) => {
  const skipped = missing(name);

  describe.skipIf(skipped !== null)(skipped ?? 'with its weights', () => {
    let detector: FaceDetector;
    let photo: PlanarImage;
    let faces: DetectedFace[];

    beforeAll(async () => {
      detector = await detectorNamed(name);
      photo = fromRgb(await readRgb(groupPhotos()[3]!));
      faces = (await detector.detect([photo]))[0]!;
    }, 60_000);

    afterAll(() => detector.close());

    it('says what it is', () => {
      expect(detector.runtime).toMatchObject({ engine: name, version: expect.stringMatching(/./) });
      expect(['cpu', 'wasm', 'tensorflow']).toContain(detector.runtime.provider);
    });

    it('finds the four faces of a photo, the most confident first', () => {
      const confidences = faces.map(({ confidence }) => confidence);
      expect(faces).toHaveLength(4);
      expect(confidences).toEqual(confidences.toSorted((p, q) => q - p));
    });

    it('gives each face five points, left and right as in the picture', () => {
      for (const { box, points } of faces) {
        const [leftEye, rightEye, nose, mouthLeft, mouthRight] = points;
        for (const { x, y } of points) expect(box[0] < x && x < box[2] && box[1] < y && y < box[3]).toBe(true);
        expect(leftEye.x).toBeLessThan(rightEye.x);
        expect(mouthLeft.x).toBeLessThan(mouthRight.x);
        expect(Math.max(leftEye.y, rightEye.y)).toBeLessThan(nose.y);
        expect(nose.y).toBeLessThan(Math.max(mouthLeft.y, mouthRight.y));
      }
    });

    it('looks at several pictures as at each alone', async () => {
      expect(await detector.detect([photo, planarImage(640, 360), photo])).toEqual([faces, [], faces]);
    }, 60_000);

    it('is as sure as it was told to be', async () => {
      const strict = await detectorNamed(name, { minConfidence: 0.999 });
      expect((await strict.detect([photo]))[0]!.length).toBeLessThan(4);
      await strict.close();
    }, 60_000);
  });
});

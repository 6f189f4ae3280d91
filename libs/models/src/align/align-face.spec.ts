import { describe, expect, it } from 'vitest';
import { FaceEngine } from '../faces/face-engine.js';
import { alignmentError, faceOf, mean } from '../fixtures/alignment-error.js';
import { misplace, seededRandom } from '../fixtures/misplaced-photo.js';
import { celebaPhotos, readRgb, sampleFile, SAMPLE_DATA_REMEDY } from '../fixtures/sample-data.js';
import { applySimilarity, invertSimilarity } from '../image/transform.js';
import { fitSimilarity } from './similarity.js';

const PHOTOS = 60;

describe('fitSimilarity', () => {
  const turned = { a: 1.2, b: -0.5, tx: 10, ty: -3 };
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 2 },
    { x: 3, y: 7 },
  ];

  it('finds the similarity that carries points onto others', () => {
    const found = fitSimilarity(
      points,
      points.map((point) => applySimilarity(turned, point)),
    );
    for (const key of ['a', 'b', 'tx', 'ty'] as const) expect(found[key]).toBeCloseTo(turned[key], 10);
  });

  it('is undone by its inverse', () => {
    const back = applySimilarity(invertSimilarity(turned), applySimilarity(turned, { x: 5, y: 6 }));
    expect(back.x).toBeCloseTo(5, 10);
    expect(back.y).toBeCloseTo(6, 10);
  });

  it('refuses points that all coincide', () => {
    expect(() => fitSimilarity([points[0]!, points[0]!], [points[1]!, points[2]!])).toThrow(RangeError);
  });
});

describe.skipIf(sampleFile('celeba') === null)(sampleFile('celeba') === null ? SAMPLE_DATA_REMEDY : 'alignment', () => {
  it('puts turned, scaled and shifted CelebA photos back within two pixels of CelebA’s own alignment', async () => {
    const engine = await FaceEngine.start({ model: 'tiny', inputSizePx: 416, minConfidence: 0.5, threads: 1 });
    const random = seededRandom(2);
    const errorsPx: number[] = [];
    for (const path of celebaPhotos('val', PHOTOS)) {
      const photo = misplace(await readRgb(path), random);
      const landmarks = await faceOf(engine, photo);
      if (landmarks) errorsPx.push(alignmentError(landmarks, photo).pointsPx);
    }
    await engine.close();
    console.log(
      `alignment error over ${errorsPx.length} of ${PHOTOS} photos: mean ${mean(errorsPx).toFixed(2)} px of the 178×218 frame`,
    );
    expect(errorsPx.length).toBeGreaterThan(0.85 * PHOTOS);
    expect(mean(errorsPx)).toBeLessThan(2);
  }, 60_000);
});

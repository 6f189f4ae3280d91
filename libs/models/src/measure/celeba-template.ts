import { type DetectorName, detectorNamed } from '../fixtures/detectors.js';
import { faceOf, mean } from '../fixtures/alignment-error.js';
import { misplace, seededRandom } from '../fixtures/misplaced-photo.js';
import { celebaPhotos, readRgb } from '../fixtures/sample-data.js';
import type { PointPx } from '../geometry/points.js';
import { applySimilarity, invertSimilarity } from '../geometry/similarity.js';
import { print } from './print.js';

// Prints an alignment template: where a detector finds the five points of CelebA's training photos, on average, in the photos' frame.
// Photos are misplaced first, as a camera would show them, so that faces come in many sizes, and points carried back:
//   node libs/models/dist/measure/celeba-template.js [yunet|face-api-tiny|face-api-ssd] [COUNT]
const name = (process.argv[2] ?? 'yunet') as DetectorName;
const count = Number(process.argv[3] ?? 600);
const random = seededRandom(1);
const detector = await detectorNamed(name);
const found: PointPx[][] = [];
for (const path of celebaPhotos('train', count)) {
  const photo = misplace(await readRgb(path), random);
  const face = await faceOf(detector, photo);
  if (face) found.push(face.points.map((point) => applySimilarity(invertSimilarity(photo.fromFrame), point)));
}
await detector.close();

print(`${name}: ${found.length} of ${count} faces found`);
for (const [i, point] of ['left eye', 'right eye', 'nose', 'mouth left', 'mouth right'].entries()) {
  print(
    `${point}: (${mean(found.map((points) => points[i]!.x)).toFixed(1)}, ${mean(found.map((points) => points[i]!.y)).toFixed(1)})`,
  );
}

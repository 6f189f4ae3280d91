import { alignmentError, type AlignmentError, faceOf, mean, quantile } from '../fixtures/alignment-error.js';
import { type DetectorName, detectorNamed } from '../fixtures/detectors.js';
import { misplace, seededRandom } from '../fixtures/misplaced-photo.js';
import { celebaPhotos, readRgb } from '../fixtures/sample-data.js';
import { print } from './print.js';

// Prints how far our alignment of misplaced CelebA validation photos lands from CelebA's own:
//   node libs/models/dist/measure/alignment.js [yunet|face-api-tiny|face-api-ssd] [COUNT]
const name = (process.argv[2] ?? 'yunet') as DetectorName;
const count = Number(process.argv[3] ?? 400);
const random = seededRandom(2);
const detector = await detectorNamed(name);
const errors: AlignmentError[] = [];
for (const path of celebaPhotos('val', count)) {
  const photo = misplace(await readRgb(path), random);
  const face = await faceOf(detector, photo);
  if (face) errors.push(alignmentError(face.points, detector.template, photo));
}
await detector.close();

print(`${name}: ${errors.length} of ${count} faces found; errors in px of the 178×218 frame`);
for (const key of ['pointsPx', 'cornersPx'] as const) {
  const values = errors.map((error) => error[key]);
  print(
    `${key}: mean ${mean(values).toFixed(2)}, median ${quantile(values, 0.5).toFixed(2)}, p90 ${quantile(values, 0.9).toFixed(2)}`,
  );
}

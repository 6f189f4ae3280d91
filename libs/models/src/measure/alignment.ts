import { FaceEngine } from '../faces/face-engine.js';
import { alignmentError, type AlignmentError, faceOf, mean, quantile } from '../fixtures/alignment-error.js';
import { misplace, seededRandom } from '../fixtures/misplaced-photo.js';
import { celebaPhotos, readRgb } from '../fixtures/sample-data.js';
import { print } from './print.js';

// Prints how far our alignment of misplaced CelebA validation photos lands from CelebA's own.
const count = Number(process.argv[2] ?? 400);
const random = seededRandom(2);
const engine = await FaceEngine.start({ model: 'tiny', inputSizePx: 416, minConfidence: 0.5, threads: 1 });
const errors: AlignmentError[] = [];
for (const path of celebaPhotos('val', count)) {
  const photo = misplace(await readRgb(path), random);
  const landmarks = await faceOf(engine, photo);
  if (landmarks) errors.push(alignmentError(landmarks, photo));
}
await engine.close();

print(`${errors.length} of ${count} faces found; errors in px of the 178×218 frame`);
for (const key of ['pointsPx', 'cornersPx'] as const) {
  const values = errors.map((error) => error[key]);
  print(
    `${key}: mean ${mean(values).toFixed(2)}, median ${quantile(values, 0.5).toFixed(2)}, p90 ${quantile(values, 0.9).toFixed(2)}`,
  );
}

import { alignmentPoints } from '../align/landmarks.js';
import { FaceEngine } from '../faces/face-engine.js';
import { faceOf } from '../fixtures/alignment-error.js';
import { misplace, seededRandom } from '../fixtures/misplaced-photo.js';
import { celebaPhotos, readRgb } from '../fixtures/sample-data.js';
import { meanPoint } from '../align/landmarks.js';
import type { PointPx } from '../image/rgb-image.js';
import { applySimilarity, invertSimilarity } from '../image/transform.js';
import { print } from './print.js';

// Prints CELEBA_POINTS: where our own detector and landmarks find the alignment points of CelebA's training photos, on average, in the
// photos' frame. Photos are misplaced first, as a camera would show them, so that faces come in many sizes, and points carried back.
const count = Number(process.argv[2] ?? 600);
const random = seededRandom(1);
const engine = await FaceEngine.start({ model: 'tiny', inputSizePx: 416, minConfidence: 0.5, threads: 1 });
const found: PointPx[][] = [];
for (const path of celebaPhotos('train', count)) {
  const photo = misplace(await readRgb(path), random);
  const landmarks = await faceOf(engine, photo);
  if (!landmarks) continue;
  const toFrame = invertSimilarity(photo.fromFrame);
  found.push(alignmentPoints(landmarks).map((point) => applySimilarity(toFrame, point)));
}
await engine.close();

print(`${found.length} of ${count} faces found`);
for (const [i, name] of ['left eye', 'right eye', 'mouth'].entries()) {
  const { x, y } = meanPoint(found.map((points) => points[i]!));
  print(`${name}: { x: ${x.toFixed(1)}, y: ${y.toFixed(1)} }`);
}

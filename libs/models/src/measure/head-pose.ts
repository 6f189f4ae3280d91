import { type DetectorName, detectorNamed } from '../fixtures/detectors.js';
import { faceOf, mean } from '../fixtures/alignment-error.js';
import { misplace, type MisplacedPhoto, seededRandom } from '../fixtures/misplaced-photo.js';
import { celebaPhotos, readRgb } from '../fixtures/sample-data.js';
import { applySimilarity } from '../geometry/similarity.js';
import type { RgbImage } from '../image/rgb-image.js';
import { headPose, type HeadPose } from '../quality/head-pose.js';
import { print } from './print.js';

// Prints how true head pose from a detector's five points is, where truth is known: CelebA's photos are upright, so roll is what they were
// turned by, and a mirrored face turns the other way and nods the same. face-api's five points are those of its 68 landmarks:
//   node libs/models/dist/measure/head-pose.js [yunet|face-api-tiny|face-api-ssd] [COUNT]
const name = (process.argv[2] ?? 'yunet') as DetectorName;
const count = Number(process.argv[3] ?? 200);
const random = seededRandom(3);
const detector = await detectorNamed(name);
const errors: HeadPose[] = [];
for (const path of celebaPhotos('val', count)) {
  const photo = misplace(await readRgb(path), random);
  const [pose, mirrored] = [await poseOf(photo), await poseOf(mirror(photo))];
  if (!pose || !mirrored) continue;
  const { a, b } = photo.fromFrame;
  errors.push({
    rollDeg: Math.abs(pose.rollDeg - (Math.atan2(b, a) * 180) / Math.PI),
    yawDeg: Math.abs(pose.yawDeg + mirrored.yawDeg) / 2,
    pitchDeg: Math.abs(pose.pitchDeg - mirrored.pitchDeg) / 2,
  });
}
await detector.close();

const of = (key: keyof HeadPose): string => mean(errors.map((error) => error[key])).toFixed(1);
print(
  `${name}: ${errors.length} of ${count} photos; mean error of roll ${of('rollDeg')}°, by mirroring of yaw ${of('yawDeg')}°, of pitch ${of('pitchDeg')}°`,
);

async function poseOf(photo: MisplacedPhoto): Promise<HeadPose | null> {
  const face = await faceOf(detector, photo);
  return face && headPose(face.points);
}

/** The face stays around the same point of its frame, so that it can be found. */
function mirror({ image, fromFrame }: MisplacedPhoto): MisplacedPhoto {
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < image.widthPx * image.heightPx; i++) {
    const from = i + image.widthPx - 1 - 2 * (i % image.widthPx);
    data.set(image.data.subarray(3 * from, 3 * from + 3), 3 * i);
  }
  const mirrored: RgbImage = { ...image, data };
  const face = { x: 89, y: 120 };
  const { x } = applySimilarity(fromFrame, face);
  return { image: mirrored, fromFrame: { ...fromFrame, tx: fromFrame.tx + image.widthPx - 2 * x } };
}

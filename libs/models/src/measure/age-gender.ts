import type { Gender } from '@vitrine/contracts';
import { FaceNetworks } from '../faces/face-networks.js';
import { frameBox, type Framing } from '../faces/framing.js';
import type { AgeGender, FaceDetection } from '../faces/options.js';
import { mean } from '../fixtures/alignment-error.js';
import { labelRows, readRgb, sampleFile, spread } from '../fixtures/sample-data.js';
import { cropImage } from '../image/crop.js';
import { print } from './print.js';

// Prints age error and gender accuracy on UTKFace validation crops for several framings of the detector's box. UTKFace crops end close
// to the face, so that framings from about 1.3 on are cut off by the picture's edge.
const count = Number(process.argv[2] ?? 400);
const framings: Framing[] = [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5].flatMap((scale) => [-0.1, 0].map((shiftY) => ({ scale, shiftY })));
const results = framings.map(() => [] as { errorYears: number; right: boolean }[]);

const networks = await FaceNetworks.load({ model: 'tiny', inputSizePx: 224, minConfidence: 0.4 });
const rows = spread(
  labelRows('utkface').filter(([, split]) => split === 'val'),
  count,
);
for (const [file, , age, gender] of rows) {
  const image = await readRgb(sampleFile('utkface', 'images', file!)!);
  const [face] = (await networks.answer({ kind: 'detect', image })) as FaceDetection[];
  if (!face) continue;
  const truth: Gender = gender === '0' ? 'male' : 'female';
  for (const [i, framing] of framings.entries()) {
    const answer = (await networks.answer({
      kind: 'ageGender',
      crop: cropImage(image, frameBox(face.box, framing)),
    })) as AgeGender;
    results[i]!.push({ errorYears: Math.abs(answer.ageYears - Number(age)), right: answer.gender === truth });
  }
}

print(`${results[0]!.length} of ${rows.length} faces found`);
for (const [i, { scale, shiftY }] of framings.entries()) {
  const age = mean(results[i]!.map((result) => result.errorYears)).toFixed(2);
  const gender = (100 * mean(results[i]!.map((result) => (result.right ? 1 : 0)))).toFixed(1);
  print(`scale ${scale}, shift ${shiftY}: age MAE ${age} years, gender ${gender} %`);
}

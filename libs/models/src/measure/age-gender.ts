import type { Gender } from '@vitrine/contracts';
import sharp from 'sharp';
import { AGE_GENDER_CROP, alignFace } from '../align/align-face.js';
import { FaceEngine } from '../faces/face-engine.js';
import type { AgeGender } from '../faces/options.js';
import { mean } from '../fixtures/alignment-error.js';
import { labelRows, readRgb, sampleFile, spread } from '../fixtures/sample-data.js';
import { inScene } from '../image/in-scene.js';
import type { RgbImage } from '../image/rgb-image.js';
import { AgeGenderNetwork } from '../networks/age-gender-network.js';
import { print } from './print.js';

// Prints age error and gender accuracy of face-api's network (on the detector's box) and of ours (on the aligned face), on the UTKFace validation
// crops in which a face is found: as they are, and as a camera would see them, 64 px wide and compressed.
const SMALL_PX = 64;
const JPEG_QUALITY = 55;
const ADULT_YEARS = 13;

interface Answer {
  readonly labelledYears: number;
  readonly errorYears: number;
  readonly right: boolean;
}

const count = Number(process.argv[2] ?? 400);
const engine = await FaceEngine.start({ model: 'tiny', inputSizePx: 608, minConfidence: 0.5, threads: 1 });
const network = await AgeGenderNetwork.load({ provider: 'cpu', intraOpNumThreads: 1 });
const rows = spread(
  labelRows('utkface').filter(([, split]) => split === 'val'),
  count,
);
for (const [condition, seenAs] of [
  ['as they are', (image: RgbImage) => Promise.resolve(image)],
  [`${SMALL_PX} px, JPEG ${JPEG_QUALITY}`, shrink],
] as const) {
  const [theirs, ours]: [Answer[], Answer[]] = [[], []];
  for (const [file, , age, gender] of rows) {
    const image = inScene(await seenAs(await readRgb(sampleFile('utkface', 'images', file!)!)));
    const [face] = await engine.detect(image);
    if (!face) continue;
    const label = { years: Number(age), gender: gender === '0' ? 'male' : 'female' } as const;
    theirs.push(compare(await engine.ageGender(image, face.box), label));
    const aligned = alignFace(image, await engine.landmarks(image, face.box), AGE_GENDER_CROP);
    ours.push(compare((await network.infer([aligned]))[0]!, label));
  }
  print(`${condition}: ${theirs.length} of ${rows.length} faces found`);
  print(`  face-api  ${summary(theirs)}`);
  print(`  ours      ${summary(ours)}`);
}
await Promise.all([engine.close(), network.close()]);

async function shrink({ widthPx, heightPx, data }: RgbImage): Promise<RgbImage> {
  const jpeg = await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .resize(SMALL_PX)
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
  const decoded = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return { widthPx: decoded.info.width, heightPx: decoded.info.height, data: new Uint8Array(decoded.data) };
}

function compare({ ageYears, gender }: AgeGender, label: { years: number; gender: Gender }): Answer {
  return { labelledYears: label.years, errorYears: Math.abs(ageYears - label.years), right: gender === label.gender };
}

function summary(answers: readonly Answer[]): string {
  const line = (chosen: readonly Answer[]) =>
    `age MAE ${mean(chosen.map(({ errorYears }) => errorYears)).toFixed(2)} years, gender ${(100 * mean(chosen.map(({ right }) => (right ? 1 : 0)))).toFixed(1)} %`;
  return `${line(answers)}; ${ADULT_YEARS} and older: ${line(answers.filter(({ labelledYears }) => labelledYears >= ADULT_YEARS))}`;
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DetectorModel } from '@vitrine/contracts';
import { FaceEngine } from '../faces/face-engine.js';
import type { FaceDetection } from '../faces/options.js';
import { faceApiModelDir, loadFaceApi } from '../faces/tensorflow.js';
import { detectTiny } from '../faces/tiny-detector.js';
import { groupPhotos, readRgb } from '../fixtures/sample-data.js';
import type { RgbImage } from '../image/rgb-image.js';
import { resizeBilinear } from '../image/resize.js';
import { print } from './print.js';

// Prints faces found and ms a picture for each detector, on face-api's six group photos at 640 px and on folders of frames; `plain` is the
// tiny detector without equalised contrast:
//   node libs/models/dist/measure/detection.js FOLDER…
const SETTINGS: { model: DetectorModel; inputSizePx: number }[] = [
  { model: 'tiny', inputSizePx: 416 },
  { model: 'tiny', inputSizePx: 608 },
  { model: 'tiny', inputSizePx: 800 },
  { model: 'ssd', inputSizePx: 512 },
];
const CONFIDENCES = [0.3, 0.4, 0.5];

type Detect = (image: RgbImage) => Promise<FaceDetection[]>;

const sets: [string, RgbImage[]][] = [['group photos', await at640(groupPhotos())]];
for (const folder of process.argv.slice(2)) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.png'));
  sets.push([folder, await Promise.all(files.map((file) => readRgb(join(folder, file))))]);
}

for (const { model, inputSizePx } of SETTINGS) {
  const engine = await FaceEngine.start({ model, inputSizePx, minConfidence: Math.min(...CONFIDENCES), threads: 1 });
  await measure(`${model} ${inputSizePx}`, (image) => engine.detect(image));
  await engine.close();
}
const { api } = await loadFaceApi();
const plain = api.nets.tinyFaceDetector;
await plain.loadFromDisk(faceApiModelDir());
const limits = { inputSizePx: 608, minConfidence: Math.min(...CONFIDENCES) };
await measure('plain tiny 608', (image) => detectTiny(api.tf, plain, image, limits));

async function measure(detector: string, detect: Detect): Promise<void> {
  await detect(sets[0]![1][0]!);
  for (const [name, images] of sets) {
    const confidences: number[][] = [];
    const times: number[] = [];
    for (const image of images) {
      const started = performance.now();
      const faces = await detect(image);
      times.push(performance.now() - started);
      confidences.push(faces.map((face) => face.confidence));
    }
    const counts = CONFIDENCES.map(
      (least) => `≥${least}: ${histogram(confidences.map((c) => c.filter((v) => v >= least).length))}`,
    );
    const size = `${images[0]!.widthPx}×${images[0]!.heightPx}`;
    print(`${detector} | ${name} (${size}) | ${Math.min(...times).toFixed(0)} ms | ${counts.join(' | ')}`);
  }
}

async function at640(paths: string[]): Promise<RgbImage[]> {
  const images = await Promise.all(paths.map(readRgb));
  return images.map((image) => resizeBilinear(image, 640, Math.round((image.heightPx * 640) / image.widthPx)));
}

/** Faces in all, and how many pictures had how many: `22 (3:2 4:4)`. */
function histogram(counts: number[]): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const kinds = [...new Set(counts)].toSorted((p, q) => p - q);
  return `${total} (${kinds.map((kind) => `${kind}:${counts.filter((count) => count === kind).length}`).join(' ')})`;
}

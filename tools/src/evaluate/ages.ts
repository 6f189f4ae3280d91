import { workerConfigSchema } from '@vitrine/contracts';
import { ageGenderReport, type AgeGenderReport, type AgeGenderSample } from '@vitrine/metrics';
import { FaceEngine, type BoxXyxyPx } from '@vitrine/models';
import { inScene, largestFace, readImage } from './crops.js';
import { eachWithProgress } from './each-image.js';
import { readAgedFaces } from './layouts.js';
import type { EvaluateOptions } from './options.js';

export interface AgeEvaluation extends AgeGenderReport {
  readonly faceBackend: string;
  /** Images in which the detector found no face; they count in nothing else. */
  readonly imagesWithoutFace: number;
}

/** Runs the product's age and gender network over a folder of faces: on the whole crop, or on the box that the detector finds in it. */
export async function evaluateAges(options: EvaluateOptions): Promise<AgeEvaluation> {
  const faces = (await readAgedFaces(options.data, options.split)).slice(0, options.limit);
  const engine = await FaceEngine.start(workerConfigSchema.parse({}).detection);
  const samples: AgeGenderSample[] = [];
  try {
    await eachWithProgress(faces, async (face) => {
      const portrait = await readImage(face.path);
      const image = options['through-detector'] ? inScene(portrait) : portrait;
      const whole: BoxXyxyPx = [0, 0, image.widthPx, image.heightPx];
      const box = options['through-detector'] ? await largestFace(image, engine) : whole;
      if (!box) return;
      const { ageYears, gender } = await engine.ageGender(image, box);
      samples.push({ ageYears, gender, labelledAgeYears: face.ageYears, labelledGender: face.gender });
    });
  } finally {
    await engine.close();
  }
  return { faceBackend: engine.backend, imagesWithoutFace: faces.length - samples.length, ...ageGenderReport(samples) };
}

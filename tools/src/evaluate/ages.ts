import { workerConfigSchema } from '@vitrine/contracts';
import { ageGenderReport, type AgeGenderReport, type AgeGenderSample } from '@vitrine/metrics';
import { AGE_GENDER_CROP, AgeGenderNetwork, FaceEngine } from '@vitrine/models';
import { cutAligned, cutDetected, FRAMINGS, readImage } from './crops.js';
import { eachWithProgress } from './each-image.js';
import { readAgedFaces } from './layouts.js';
import type { EvaluateOptions } from './options.js';

export interface AgeEvaluation extends AgeGenderReport {
  readonly modelVersion: string;
  /** Images in which the detector found no face; they count in nothing else. */
  readonly imagesWithoutFace: number;
}

/** Runs the product's age and gender network over a folder of faces. */
export async function evaluateAges(options: EvaluateOptions): Promise<AgeEvaluation> {
  const faces = (await readAgedFaces(options.data, options.split)).slice(0, options.limit);
  const config = workerConfigSchema.parse({});
  const network = await AgeGenderNetwork.load(config.inference);
  const engine = options['through-detector'] ? await FaceEngine.start(config.detection) : null;
  const samples: AgeGenderSample[] = [];
  try {
    await eachWithProgress(faces, async ({ path, ageYears: labelledAgeYears, gender: labelledGender }) => {
      const image = await readImage(path);
      const aligned = { sizePx: AGE_GENDER_CROP.sizePx, path };
      const crop = engine ? await cutDetected(image, engine, AGE_GENDER_CROP) : cutAligned(image, FRAMINGS.utkface, aligned);
      if (!crop) return;
      const [answer] = await network.infer([crop]);
      samples.push({ ...answer!, labelledAgeYears, labelledGender });
    });
  } finally {
    await Promise.all([network.close(), engine?.close()]);
  }
  return { modelVersion: network.version, imagesWithoutFace: faces.length - samples.length, ...ageGenderReport(samples) };
}

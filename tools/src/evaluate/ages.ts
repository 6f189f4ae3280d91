import { workerConfigSchema } from '@vitrine/contracts';
import { ageGenderReport, type AgeGenderReport, type AgeGenderSample } from '@vitrine/metrics';
import { AGE_GENDER_CROP, AgeGenderNetwork, FaceEngine, type AgeGender, type RgbImage } from '@vitrine/models';
import { cutAligned, cutDetected, findFace, FRAMINGS, readImage } from './crops.js';
import { eachWithProgress } from './each-image.js';
import { readAgedFaces } from './layouts.js';
import type { EvaluateOptions } from './options.js';

export interface AgeEvaluation extends AgeGenderReport {
  readonly modelVersion: string;
  /** Images in which the detector found no face; they count in nothing else. */
  readonly imagesWithoutFace: number;
}

/** A network with what it needs to look at a picture; null where no face is found. */
interface Judge {
  readonly modelVersion: string;
  judge(image: RgbImage, path: string): Promise<AgeGender | null>;
  close(): Promise<void>;
}

/** Runs the product's age and gender network, or face-api's to compare with, over a folder of faces. */
export async function evaluateAges(options: EvaluateOptions): Promise<AgeEvaluation> {
  const faces = (await readAgedFaces(options.data, options.split)).slice(0, options.limit);
  const judge = await (options['face-api'] ? faceApi() : ours(options));
  const samples: AgeGenderSample[] = [];
  try {
    await eachWithProgress(faces, async ({ path, ageYears: labelledAgeYears, gender: labelledGender }) => {
      const answer = await judge.judge(await readImage(path), path);
      if (answer) samples.push({ ...answer, labelledAgeYears, labelledGender });
    });
  } finally {
    await judge.close();
  }
  return {
    modelVersion: judge.modelVersion,
    imagesWithoutFace: faces.length - samples.length,
    ...ageGenderReport(samples),
  };
}

async function ours(options: EvaluateOptions): Promise<Judge> {
  const config = workerConfigSchema.parse({});
  const network = await AgeGenderNetwork.load(config.inference);
  const engine = options['through-detector'] ? await FaceEngine.start(config.detection) : null;
  return {
    modelVersion: network.version,
    async judge(image, path) {
      const aligned = { sizePx: AGE_GENDER_CROP.sizePx, path };
      const crop = engine ? await cutDetected(image, engine, AGE_GENDER_CROP) : cutAligned(image, FRAMINGS.utkface, aligned);
      return crop && (await network.infer([crop]))[0]!;
    },
    close: async () => {
      await Promise.all([network.close(), engine?.close()]);
    },
  };
}

/** face-api's network looks at the detector's box, not at an aligned face, so the detector is always in its loop. */
async function faceApi(): Promise<Judge> {
  const engine = await FaceEngine.start(workerConfigSchema.parse({}).detection);
  return {
    modelVersion: 'face-api age_gender_model',
    async judge(image) {
      const face = await findFace(image, engine);
      return face && engine.ageGender(face.scene, face.box);
    },
    close: () => engine.close(),
  };
}

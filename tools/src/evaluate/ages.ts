import { type Gender, workerConfigSchema } from '@vitrine/contracts';
import { ageGenderReport, type AgeGenderReport, type AgeGenderSample, genderReport, type GenderReport } from '@vitrine/metrics';
import { AGE_GENDER_CROP, AgeGenderNetwork, AttributeNetwork, cutFace, readAnswer, type RgbImage } from '@vitrine/models';
import { cutAligned, FRAMINGS, readImage } from './crops.js';
import { detectorOf, findFace } from './detector.js';
import { eachWithProgress } from './each-image.js';
import { readAgedFaces } from './layouts.js';
import type { EvaluateOptions } from './options.js';

const GROWN_YEARS = 13;

export interface AgeEvaluation extends AgeGenderReport {
  readonly modelVersion: string;
  /** Images in which the detector found no face; they count in nothing else. */
  readonly imagesWithoutFace: number;
  /** Share of true ages within the spread that a visit carries; meant to be 0.68. null where only the age network was asked. */
  readonly withinSpread: number | null;
  /** Children apart, whose gender is not meant to be answered. */
  readonly genderFromThirteen: GenderReport;
  readonly genderBelowThirteen: GenderReport;
}

interface Answer {
  readonly ageYears: number;
  readonly ageSpreadYears: number | null;
  readonly gender: Gender;
}

interface Judge {
  readonly modelVersion: string;
  /** null where no face is found */
  judge(image: RgbImage, path: string): Promise<Answer | null>;
  close(): Promise<unknown>;
}

/** Runs the product over a folder of faces: the whole of it with its detector, else the age and gender network alone. */
export async function evaluateAges(options: EvaluateOptions): Promise<AgeEvaluation> {
  const faces = (await readAgedFaces(options.data, options.split)).slice(0, options.limit);
  const judge = await (options['through-detector'] ? asTheService(options) : byOneNetwork(options));
  const samples: (Answer & AgeGenderSample)[] = [];
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
    withinSpread: withinSpread(samples),
    genderFromThirteen: genderReport(samples.filter(({ labelledAgeYears }) => labelledAgeYears >= GROWN_YEARS)),
    genderBelowThirteen: genderReport(samples.filter(({ labelledAgeYears }) => labelledAgeYears < GROWN_YEARS)),
  };
}

async function asTheService(options: EvaluateOptions): Promise<Judge> {
  const { inference } = workerConfigSchema.parse({});
  const load = { ...inference, precision: options.precision, weightsDir: options.weights };
  const [attributes, ageGender] = await Promise.all([AttributeNetwork.load(load), AgeGenderNetwork.load(load)]);
  const detector = await detectorOf(options);
  return {
    modelVersion: ageGender.traits.version,
    async judge(portrait) {
      const found = await findFace(portrait, detector);
      if (!found) return null;
      const [whole, tight] = [attributes.crop, AGE_GENDER_CROP].map((crop) =>
        cutFace(found.image, found.face.points, detector.template, crop),
      );
      const logits = await attributes.infer([whole!.data]);
      const [answer] = await ageGender.infer([tight!.data]);
      return readAnswer({ logits, ...answer! }, attributes.traits, ageGender.traits);
    },
    close: () => Promise.all([attributes.close(), ageGender.close(), detector.close()]),
  };
}

async function byOneNetwork(options: EvaluateOptions): Promise<Judge> {
  const { inference } = workerConfigSchema.parse({});
  const network = await AgeGenderNetwork.load({ ...inference, weightsDir: options.weights });
  return {
    modelVersion: network.traits.version,
    async judge(image, path) {
      const crop = cutAligned(image, FRAMINGS.utkface, { sizePx: AGE_GENDER_CROP.sizePx, path });
      const [answer] = await network.infer([crop.data]);
      const { maleLogit, ageYears } = answer!;
      return { ageYears, ageSpreadYears: null, gender: maleLogit > 0 ? 'male' : 'female' };
    },
    close: () => network.close(),
  };
}

function withinSpread(samples: readonly (Answer & AgeGenderSample)[]): number | null {
  const known = samples.flatMap(({ ageYears, labelledAgeYears, ageSpreadYears }) =>
    ageSpreadYears === null ? [] : [Math.abs(ageYears - labelledAgeYears) <= ageSpreadYears],
  );
  return known.length === 0 ? null : known.filter(Boolean).length / known.length;
}

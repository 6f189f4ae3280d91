import type { Gender } from '@vitrine/contracts';
import { z } from 'zod';

/**
 * How two networks give one answer, fitted by the training (`answers.py`) so that women and men are wrong equally often: what is
 * published are shares, and they stay true only then.
 */
export const genderAnswerSchema = z.object({
  attributeWeight: z.number().nonnegative(),
  ageGenderWeight: z.number().nonnegative(),
  bias: z.number(),
  /** Log odds nearer to 0 than this are no answer. */
  unknownWithin: z.number().nonnegative(),
  /** Who seems younger has no answer: children's gender is a guess. */
  childYears: z.number().nonnegative(),
});
export type GenderAnswerParameters = z.infer<typeof genderAnswerSchema>;

/** What is known of one face, or the means over the faces of one person. */
export interface GenderEvidence {
  /** Logit of the attribute `Male`, before calibration. */
  readonly attributeLogit: number;
  /** The age and gender network's logit of male. */
  readonly ageGenderLogit: number;
  readonly ageYears: number;
}

export interface GenderAnswer {
  readonly gender: Gender;
  /** Of the stated gender, of the likelier one where it is unknown; 0.5–1. */
  readonly genderProbability: number;
}

export function answerGender(evidence: GenderEvidence, parameters: GenderAnswerParameters): GenderAnswer {
  const maleLogit =
    parameters.attributeWeight * evidence.attributeLogit + parameters.ageGenderWeight * evidence.ageGenderLogit + parameters.bias;
  const certainty = Math.abs(maleLogit);
  const unknown = certainty < parameters.unknownWithin || evidence.ageYears < parameters.childYears;
  const likelier = maleLogit > 0 ? 'male' : 'female';
  return { gender: unknown ? 'unknown' : likelier, genderProbability: 1 / (1 + Math.exp(-certainty)) };
}

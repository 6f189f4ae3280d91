import { ATTRIBUTE_NAMES, type Gender } from '@vitrine/contracts';
import type { AgeGenderTraits } from '../age-gender/age-gender-network.js';
import { ageSpreadYears } from '../age-gender/age-spread.js';
import { answerGender } from '../age-gender/answer-gender.js';
import type { AttributeTraits } from '../attributes/attribute-network.js';
import { calibrated } from '../attributes/calibration.js';
import type { FaceAnswer } from './protocol.js';

const MALE = ATTRIBUTE_NAMES.indexOf('Male');

/** What the networks' numbers mean. */
export interface PersonReading {
  /** f32[40] in the order of ATTRIBUTE_NAMES, 0–1 */
  readonly probabilities: Float32Array;
  readonly ageYears: number;
  /** Years to both sides within which 68 of 100 true ages lie. */
  readonly ageSpreadYears: number;
  readonly gender: Gender;
  /** Of the stated gender, of the likelier one where it is unknown; 0.5–1. */
  readonly genderProbability: number;
}

/** Reads the answer on a face, or the mean over the faces of one person, as the training fitted it. */
export function readAnswer(
  { logits, maleLogit, ageYears }: FaceAnswer,
  { calibration }: Pick<AttributeTraits, 'calibration'>,
  { genderAnswer, ageSpread }: Pick<AgeGenderTraits, 'genderAnswer' | 'ageSpread'>,
): PersonReading {
  return {
    probabilities: calibrated(logits, calibration),
    ageYears,
    ageSpreadYears: ageSpreadYears(ageYears, ageSpread),
    ...answerGender({ attributeLogit: logits[MALE]!, ageGenderLogit: maleLogit, ageYears }, genderAnswer),
  };
}

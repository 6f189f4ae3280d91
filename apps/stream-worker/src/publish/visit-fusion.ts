import { ATTRIBUTE_COUNT, ATTRIBUTE_NAMES, type VisitUpdate } from '@vitrine/contracts';
import type { FaceAnswer, FaceQuality, PersonReading } from '@vitrine/models';

/** Even a poor face that passed the gate says something. */
const MIN_WEIGHT = 0.02;
/** No face is more certain than this, so that one alone does not decide. */
const MAX_LOG_ODDS = 6;
/** An answer is settled by so many faces that are together worth so much (a perfect face is worth 1) and agree on gender… */
const SETTLED = { faces: 4, weight: 2, genderProbability: 0.8 } as const;
/** …or by so many that one more hardly moves their mean. */
const SETTLED_BY_NUMBER = 12;

export type FusedFields = Pick<
  VisitUpdate,
  'ageYears' | 'ageSpreadYears' | 'gender' | 'genderProbability' | 'attributes' | 'quality' | 'faces'
>;

/** A face that the networks have judged. */
export interface JudgedFace extends FaceAnswer {
  readonly quality: FaceQuality;
}

/** What all faces of a visit say together: means weighted by quality, of logits for the attributes, of years for the age, of log odds for gender. */
export class VisitFusion {
  faces = 0;
  #weight = 0;
  #ageSum = 0;
  #ageSquareSum = 0;
  #maleLogitSum = 0;
  #quality = 0;
  readonly #logitSums = new Float64Array(ATTRIBUTE_COUNT);

  /** Whether more faces would hardly change the answer. */
  get isSettled(): boolean {
    if (this.faces >= SETTLED_BY_NUMBER) return true;
    const isCertain = Math.max(this.#male, 1 - this.#male) >= SETTLED.genderProbability;
    return this.faces >= SETTLED.faces && this.#weight >= SETTLED.weight && isCertain;
  }

  get #male(): number {
    return 1 / (1 + Math.exp(-this.#maleLogitSum / this.#weight));
  }

  add({ quality, logits, ageYears, maleLogit }: JudgedFace): void {
    const weight = Math.max(MIN_WEIGHT, quality.score);
    this.faces += 1;
    this.#weight += weight;
    this.#quality = Math.max(this.#quality, quality.score);
    this.#ageSum += weight * ageYears;
    this.#ageSquareSum += weight * ageYears ** 2;
    this.#maleLogitSum += weight * clamp(maleLogit, -MAX_LOG_ODDS, MAX_LOG_ODDS);
    logits.forEach((logit, index) => (this.#logitSums[index]! += weight * logit));
  }

  /** @param read what the mean over the faces means; faces of one visit that disagree spread the age further than the network's own error */
  fused(read: (mean: FaceAnswer) => PersonReading): FusedFields {
    const ageYears = this.#ageSum / this.#weight;
    const variance = Math.max(0, this.#ageSquareSum / this.#weight - ageYears ** 2);
    const logits = Float32Array.from(this.#logitSums, (sum) => sum / this.#weight);
    const reading = read({ logits, ageYears, maleLogit: this.#maleLogitSum / this.#weight });
    return {
      ageYears: clamp(ageYears, 0, 120),
      ageSpreadYears: Math.sqrt(variance + reading.ageSpreadYears ** 2),
      gender: reading.gender,
      genderProbability: reading.genderProbability,
      attributes: Object.fromEntries(ATTRIBUTE_NAMES.map((name, index) => [name, clamp(reading.probabilities[index]!, 0, 1)])),
      quality: clamp(this.#quality, 0, 1),
      faces: this.faces,
    };
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

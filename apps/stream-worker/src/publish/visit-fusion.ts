import { ATTRIBUTE_COUNT, ATTRIBUTE_NAMES, type TrackUpdate } from '@vitrine/contracts';
import type { FaceResult } from '../infer/index.js';

/** Error of a single age estimate that more faces of the same visit do not remove, years; an assumption, not a measurement. */
const ESTIMATOR_SPREAD_YEARS = 5;
/** Even a poor face that passed the gate says something. */
const MIN_WEIGHT = 0.02;
const MAX_LOG_ODDS = 6;

export type FusedFields = Pick<
  TrackUpdate,
  'ageYears' | 'ageSpreadYears' | 'gender' | 'genderProbability' | 'attributes' | 'quality' | 'faces'
>;

/** What all faces of a visit say together: means weighted by quality, of logits for the attributes, of years for the age, of log-odds for gender. */
export class VisitFusion {
  faces = 0;
  #weight = 0;
  #ageSum = 0;
  #ageSquareSum = 0;
  #maleLogOddsSum = 0;
  #quality = 0;
  readonly #logitSums = new Float64Array(ATTRIBUTE_COUNT);

  add({ sample: { quality }, logits, ageGender }: FaceResult): void {
    const weight = Math.max(MIN_WEIGHT, quality.score);
    this.faces += 1;
    this.#weight += weight;
    this.#quality = Math.max(this.#quality, quality.score);
    this.#ageSum += weight * ageGender.ageYears;
    this.#ageSquareSum += weight * ageGender.ageYears ** 2;
    const logOdds = Math.min(MAX_LOG_ODDS, Math.log(ageGender.genderProbability / (1 - ageGender.genderProbability)));
    this.#maleLogOddsSum += weight * (ageGender.gender === 'male' ? logOdds : -logOdds);
    logits.forEach((logit, index) => (this.#logitSums[index]! += weight * logit));
  }

  /** @param calibrate logits f32[40] → probabilities f32[40] */
  fused(calibrate: (logits: Float32Array) => Float32Array): FusedFields {
    const ageYears = this.#ageSum / this.#weight;
    const variance = Math.max(0, this.#ageSquareSum / this.#weight - ageYears ** 2);
    const male = 1 / (1 + Math.exp(-this.#maleLogOddsSum / this.#weight));
    const probs = calibrate(Float32Array.from(this.#logitSums, (sum) => sum / this.#weight));
    return {
      ageYears: clamp(ageYears, 0, 120),
      ageSpreadYears: Math.sqrt(variance + ESTIMATOR_SPREAD_YEARS ** 2),
      gender: male >= 0.5 ? 'male' : 'female',
      genderProbability: Math.max(male, 1 - male),
      attributes: Object.fromEntries(ATTRIBUTE_NAMES.map((name, index) => [name, clamp(probs[index]!, 0, 1)])),
      quality: clamp(this.#quality, 0, 1),
      faces: this.faces,
    };
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

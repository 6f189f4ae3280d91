import { AGE_BRACKETS, ageBracketOf, type AgeBracket, type Gender } from '@vitrine/contracts';

export interface AgeGenderSample {
  readonly ageYears: number;
  readonly labelledAgeYears: number;
  readonly gender: Gender;
  readonly labelledGender: Gender;
}

interface AgeGenderLine {
  readonly images: number;
  /** Mean absolute error; null without images. */
  readonly ageMaeYears: number | null;
  /** Share of ages off by at most five years, 0–1. */
  readonly ageWithin5Years: number | null;
  /** 0–1 */
  readonly genderAccuracy: number | null;
}

export interface AgeGenderReport extends AgeGenderLine {
  /** By the age that was labelled. */
  readonly byBracket: Readonly<Record<AgeBracket, AgeGenderLine>>;
}

export function ageGenderReport(samples: readonly AgeGenderSample[]): AgeGenderReport {
  const lines = AGE_BRACKETS.map((bracket) =>
    line(samples.filter(({ labelledAgeYears }) => ageBracketOf(labelledAgeYears) === bracket)),
  );
  return {
    ...line(samples),
    byBracket: Object.fromEntries(AGE_BRACKETS.map((bracket, i) => [bracket, lines[i]!])) as AgeGenderReport['byBracket'],
  };
}

function line(samples: readonly AgeGenderSample[]): AgeGenderLine {
  const errorsYears = samples.map(({ ageYears, labelledAgeYears }) => Math.abs(ageYears - labelledAgeYears));
  return {
    images: samples.length,
    ageMaeYears: mean(errorsYears),
    ageWithin5Years: mean(errorsYears.map((error) => (error <= 5 ? 1 : 0))),
    genderAccuracy: mean(samples.map(({ gender, labelledGender }) => (gender === labelledGender ? 1 : 0))),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

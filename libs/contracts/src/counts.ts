import { z } from 'zod';

/** Age brackets by their first year; the last is open. */
export const AGE_BRACKETS = ['0-14', '15-24', '25-34', '35-44', '45-54', '55-64', '65+'] as const;
export const ageBracketSchema = z.enum(AGE_BRACKETS);
export type AgeBracket = z.infer<typeof ageBracketSchema>;

const BRACKET_STARTS = AGE_BRACKETS.map((bracket) => Number.parseInt(bracket, 10));

/** @returns the bracket of an age in years */
export function ageBracketOf(ageYears: number): AgeBracket {
  const index = BRACKET_STARTS.findLastIndex((startYears) => ageYears >= startYears);
  return AGE_BRACKETS[Math.max(0, index)]!;
}

/** What history counts: a doubtful gender or age is `unknown`, which is neither. */
export const COUNTED_GENDERS = ['female', 'male', 'unknown'] as const;
export type CountedGender = (typeof COUNTED_GENDERS)[number];
export const COUNTED_AGES = [...AGE_BRACKETS, 'unknown'] as const;
export type CountedAge = (typeof COUNTED_AGES)[number];

/** Bins of dwell by their first second; the last is open. */
export const DWELL_STARTS_S = [0, 2, 5, 10, 20, 40, 90, 300] as const;
export const DWELL_BINS = ['0-2', '2-5', '5-10', '10-20', '20-40', '40-90', '90-300', '300+'] as const;
export type DwellBin = (typeof DWELL_BINS)[number];

import { AGE_BRACKETS, ATTRIBUTE_NAMES, genderSchema } from '@vitrine/contracts';

/**
 * Everything that is counted, in the order of every count vector. The names are the store's columns, so an entry may be
 * added and none renamed or removed without a migration.
 */
export const MEASURES = [
  'visitors',
  ...genderSchema.options.map((gender) => `gender.${gender}` as const),
  ...AGE_BRACKETS.map((bracket) => `age.${bracket}` as const),
  ...ATTRIBUTE_NAMES.map((name) => `attribute.${name}` as const),
  'sample.gender',
  'sample.age',
  'sample.attributes',
] as const;
export type Measure = (typeof MEASURES)[number];

const INDEX_BY_MEASURE = new Map<Measure, number>(MEASURES.map((measure, index) => [measure, index]));

/** Whole numbers in the order of `MEASURES`; negative only where it is a correction. */
export type CountVector = number[];

export function zeroCounts(): CountVector {
  return new Array<number>(MEASURES.length).fill(0);
}

export function countOf(counts: CountVector, measure: Measure): number {
  return counts[INDEX_BY_MEASURE.get(measure)!]!;
}

export function setCount(counts: CountVector, measure: Measure, value: number): void {
  counts[INDEX_BY_MEASURE.get(measure)!] = value;
}

/** Adds `factor` times `summand` to `counts`, in place. */
export function addCounts(counts: CountVector, summand: CountVector, factor: 1 | -1 = 1): void {
  for (let index = 0; index < counts.length; index += 1) counts[index]! += factor * summand[index]!;
}

export function isZero(counts: CountVector): boolean {
  return counts.every((count) => count === 0);
}

import {
  AGE_BRACKETS,
  ageBracketOf,
  ATTRIBUTE_NAMES,
  type AggregateCounts,
  type AttributeName,
  type TrackUpdate,
} from '@vitrine/contracts';
import { countOf, setCount, zeroCounts, type CountVector } from './measures.js';

/** An attribute counts for a visitor at this probability and above. */
export const ATTRIBUTE_THRESHOLD = 0.5;

/** @returns what one visit adds to its minute, as far as `track` knows it: zeros and ones */
export function countsOfVisit(track: TrackUpdate): CountVector {
  const counts = zeroCounts();
  setCount(counts, 'visitors', 1);
  setCount(counts, `gender.${track.gender}`, 1);
  setCount(counts, 'sample.gender', 1);
  setCount(counts, `age.${ageBracketOf(track.ageYears)}`, 1);
  setCount(counts, 'sample.age', 1);
  for (const name of ATTRIBUTE_NAMES) {
    const probability = track.attributes[name];
    if (probability === undefined) continue;
    setCount(counts, 'sample.attributes', 1);
    if (probability >= ATTRIBUTE_THRESHOLD) setCount(counts, `attribute.${name}`, 1);
  }
  return counts;
}

/** @returns the counts as the API shows them, with the attributes that may be shown and no other */
export function toAggregateCounts(counts: CountVector, shown: ReadonlySet<AttributeName>): AggregateCounts {
  const names = ATTRIBUTE_NAMES.filter((name) => shown.has(name));
  return {
    visitors: countOf(counts, 'visitors'),
    gender: { female: countOf(counts, 'gender.female'), male: countOf(counts, 'gender.male') },
    age: Object.fromEntries(
      AGE_BRACKETS.map((bracket) => [bracket, countOf(counts, `age.${bracket}`)]),
    ) as AggregateCounts['age'],
    attributes: Object.fromEntries(names.map((name) => [name, countOf(counts, `attribute.${name}`)])),
    sampleSizes: {
      gender: countOf(counts, 'sample.gender'),
      age: countOf(counts, 'sample.age'),
      attributes: countOf(counts, 'sample.attributes'),
    },
  };
}

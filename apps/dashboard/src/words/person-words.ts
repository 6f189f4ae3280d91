import type { Gender } from '@vitrine/contracts';
import type { Shown } from '../store/state.js';
import { t } from './t.js';

const CHILD_BELOW_YEARS = 14;

/** `woman, 34`; the age without its spread, where there is room for little. */
export function personShort({ gender, ageYears }: Shown): string {
  return `${personNoun(gender, ageYears)}, ${ageYears}`;
}

/** `woman, 34 ± 5 years` */
export function personLong(shown: Shown): string {
  return t('{who}, {age} ± {spread} years', {
    who: personNoun(shown.gender, shown.ageYears),
    age: shown.ageYears,
    spread: shown.ageSpreadYears,
  });
}

/** A doubtful gender is not a gender, and a child is a child. */
function personNoun(gender: Gender, ageYears: number): string {
  if (ageYears < CHILD_BELOW_YEARS) return t('child');
  switch (gender) {
    case 'female':
      return t('woman');
    case 'male':
      return t('man');
    case 'unknown':
      return t('person');
  }
}

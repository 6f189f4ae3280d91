import { COUNTED_AGES, COUNTED_GENDERS, DWELL_BINS } from '@vitrine/contracts';

const VALUES: Record<string, readonly string[]> = {
  gender: COUNTED_GENDERS,
  age: COUNTED_AGES,
  dwell: [...DWELL_BINS, 'unknown'],
};

/** @returns the values that a dimension can have, where they are the same at every site */
export function dimensionValues(dimension: string): { values?: string[] } {
  const values = VALUES[dimension];
  return values ? { values: [...values] } : {};
}

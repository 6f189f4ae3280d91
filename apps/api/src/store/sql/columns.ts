import type { SqlValue } from './database.js';

/** Rows that one statement takes; more would only make larger pieces of memory. */
export const batchLength = 20_000;

/** In no place's name and no number. */
const SEPARATOR = '|';

/** A column as one text, taken apart again in the statement by `unnest`: far cheaper to hand over than a list of values. */
export function column(values: readonly (string | number)[]): string {
  return values.join(SEPARATOR);
}

/** @param types of the columns that are given as `$1`, `$2`, … @returns what to select to have them as rows */
export function unnest(types: readonly string[], first = 1): string {
  return types
    .map((type, index) => `unnest(string_to_array($${first + index}, '${SEPARATOR}'))${type === 'TEXT' ? '' : `::${type}`}`)
    .join(', ');
}

/** Turns rows into columns: one statement for many rows, alike in both databases. */
export function columns<T>(items: readonly T[], rowOf: (item: T) => readonly (string | number)[]): SqlValue[] {
  const rows = items.map(rowOf);
  return rows[0]!.map((_, index) => column(rows.map((row) => row[index]!)));
}

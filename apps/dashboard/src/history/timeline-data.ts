import type { Row } from '@vitrine/contracts';
import { valueOf } from './ask.js';

const FULL_COVERAGE = 0.9;

export interface TimelineData {
  /** Seconds of UTC. */
  readonly times: readonly number[];
  readonly visits: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly before: readonly (number | null)[];
  /** Where too little was seen, seconds of UTC. */
  readonly hatched: readonly (readonly [fromS: number, toS: number])[];
  readonly isEstimated: boolean;
}

/** What the time line draws. Every bucket is there, so a line never bridges time that was not measured. */
export function timelineData(rows: readonly Row[]): TimelineData {
  const times = rows.map((row) => Date.parse(String(row['time'])) / 1_000);
  const stepS = times.length > 1 ? times[1]! - times[0]! : 3_600;
  const values = rows.map((row) => valueOf(row, 'visits'));
  const isDark = rows.map((row) => valueOf(row, 'coverage').value === 0);
  return {
    times,
    visits: values.map(({ value }, index) => (isDark[index] ? null : value)),
    low: values.map(({ low, value }) => low ?? value),
    high: values.map(({ high, value }) => high ?? value),
    before: rows.map((row) => valueOf(row, 'visits', true).value),
    hatched: rows.flatMap((row, index): (readonly [number, number])[] => {
      const coverage = valueOf(row, 'coverage').value;
      // Time to come has no coverage.
      if (coverage === null || coverage >= FULL_COVERAGE) return [];
      return [[times[index]! - stepS / 2, (times[index + 1] ?? times[index]! + stepS) - stepS / 2]];
    }),
    isEstimated: rows.some((row) => row['estimated'] === true),
  };
}

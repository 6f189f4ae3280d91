import type { Row } from '@vitrine/contracts';

/** A value as history gives it: protected ones with an interval, withheld ones with the reason why. */
export interface Value {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly reason: string | null;
}

/** @param column such as `women` or, of the compared range, `women_before` */
export function valueOf(row: Row | undefined, metric: string, isBefore = false): Value {
  const of = (part: string) => row?.[`${metric}${part}${isBefore ? '_before' : ''}`] ?? null;
  const numberOf = (part: string) => {
    const cell = of(part);
    return typeof cell === 'number' ? cell : null;
  };
  const reason = of('_reason');
  return {
    value: numberOf(''),
    low: numberOf('_low'),
    high: numberOf('_high'),
    reason: typeof reason === 'string' ? reason : null,
  };
}

export function textOf(row: Row, column: string): string {
  const cell = row[column];
  return cell === null || cell === undefined ? '' : String(cell);
}

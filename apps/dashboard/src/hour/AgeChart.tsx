import { AGE_BRACKETS, type AggregateCounts } from '@vitrine/contracts';
import { ShareRow } from './ShareRow.js';

export interface AgeChartProps {
  readonly age: AggregateCounts['age'];
  /** Visitors whose age is known. */
  readonly known: number;
}

export function AgeChart({ age, known }: AgeChartProps) {
  const largest = Math.max(1, ...AGE_BRACKETS.map((bracket) => age[bracket]));
  return (
    <figure className="ages">
      <figcaption>Age, years</figcaption>
      <dl className="share-rows">
        {AGE_BRACKETS.map((bracket) => (
          <ShareRow
            key={bracket}
            label={bracket.replace('-', '–')}
            visitors={age[bracket]}
            known={known}
            fill={age[bracket] / largest}
          />
        ))}
      </dl>
    </figure>
  );
}

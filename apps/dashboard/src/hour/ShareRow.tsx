import { count, percentOf } from '../words/units.js';

export interface ShareRowProps {
  readonly label: string;
  readonly visitors: number;
  /** Visitors of whom this is known. */
  readonly known: number;
  /** Length of the bar, 0–1. */
  readonly fill: number;
}

export function ShareRow({ label, visitors, known, fill }: ShareRowProps) {
  return (
    <div className="share-row">
      <dt>{label}</dt>
      <dd>
        <span className="share-track" aria-hidden="true">
          <i style={{ width: `${100 * fill}%` }} />
        </span>
        <span className="share-percent">{percentOf(visitors, known)}</span>
        <span className="share-count">{count(visitors)}</span>
      </dd>
    </div>
  );
}

import type { AggregateCounts, AttributeName } from '@vitrine/contracts';
import { countOf } from '../words/units.js';
import { ShareRow } from './ShareRow.js';
import { topAttributes } from './top-attributes.js';

const ROWS = 7;

export interface TopAttributesProps {
  readonly total: AggregateCounts;
  readonly allowed: ReadonlySet<AttributeName>;
}

export function TopAttributes({ total, allowed }: TopAttributesProps) {
  const known = total.sampleSizes.attributes;
  const top = topAttributes(total, allowed, ROWS);
  return (
    <figure className="tops">
      <figcaption>
        Most seen <span className="chart-zone">of {countOf(known, 'visitor')}</span>
      </figcaption>
      {top.length === 0 ? (
        <p className="chart-empty">Nothing counted in this hour.</p>
      ) : (
        <dl className="share-rows wide">
          {top.map(({ name, words, alone, visitors, share }) => (
            <ShareRow key={name} label={alone ?? words} visitors={visitors} known={known} fill={share} />
          ))}
        </dl>
      )}
    </figure>
  );
}

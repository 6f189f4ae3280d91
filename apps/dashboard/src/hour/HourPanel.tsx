import type { AggregateResponse, AttributeName } from '@vitrine/contracts';
import { count } from '../words/units.js';
import { AgeChart } from './AgeChart.js';
import { GenderSplit } from './GenderSplit.js';
import { MinuteChart } from './MinuteChart.js';
import { TopAttributes } from './TopAttributes.js';

export interface HourPanelProps {
  readonly hour: AggregateResponse | null;
  readonly allowed: ReadonlySet<AttributeName>;
  readonly inView: number;
}

export function HourPanel({ hour, allowed, inView }: HourPanelProps) {
  if (hour === null) return <section className="panel hour" aria-label="Last hour" aria-busy="true" />;
  const { total } = hour;
  return (
    <section className="panel hour" aria-labelledby="hour-title">
      <div className="hour-visitors">
        <div className="totals">
          <div>
            <h2 id="hour-title">Visitors, last hour</h2>
            <p className="total" data-testid="visitors">
              {count(total.visitors)}
            </p>
          </div>
          <div>
            <h2>In view now</h2>
            <p className="total now">{count(inView)}</p>
          </div>
        </div>
        <MinuteChart hour={hour} />
      </div>
      <GenderSplit female={total.gender.female} male={total.gender.male} />
      <AgeChart age={total.age} known={total.sampleSizes.age} />
      <TopAttributes total={total} allowed={allowed} />
    </section>
  );
}

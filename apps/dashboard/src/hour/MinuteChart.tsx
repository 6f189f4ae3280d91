import type { AggregateResponse } from '@vitrine/contracts';
import { hourAndMinute } from '../words/time-of-day.js';
import { countOf } from '../words/units.js';
import { axisOf, HOUR_MINUTES, MINUTE_MS, minuteSeries, type MinuteBar } from './minute-series.js';

const LABEL_EVERY_MS = 10 * MINUTE_MS;

export function MinuteChart({ hour }: { readonly hour: AggregateResponse }) {
  const bars = minuteSeries(Date.parse(hour.from), Date.parse(hour.to), hour.buckets);
  const { top, step } = axisOf(Math.max(...bars.map(({ visitors }) => visitors), 0));
  const timeOf = (startMs: number) => hourAndMinute(startMs, hour.tz);
  const lines = Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);

  return (
    <figure className="minutes">
      <figcaption>
        Visitors per minute <span className="chart-zone">{hour.tz}</span>
      </figcaption>
      <div className="minutes-plot" role="img" aria-label={summaryOf(bars, timeOf)}>
        {lines.map((value) => (
          <span key={value} className="gridline" style={{ bottom: `${(100 * value) / top}%` }}>
            <span>{value}</span>
          </span>
        ))}
        <div className="bars">
          {bars.map((bar) => (
            <Bar key={bar.startMs} bar={bar} top={top} title={`${timeOf(bar.startMs)}: ${countOf(bar.visitors, 'visitor')}`} />
          ))}
        </div>
      </div>
      <div className="minutes-axis" aria-hidden="true">
        {bars.map(({ startMs }, index) =>
          startMs % LABEL_EVERY_MS === 0 ? (
            <span key={startMs} style={{ left: `${(100 * (index + 0.5)) / HOUR_MINUTES}%` }}>
              {timeOf(startMs)}
            </span>
          ) : null,
        )}
      </div>
    </figure>
  );
}

function Bar({ bar, top, title }: { readonly bar: MinuteBar; readonly top: number; readonly title: string }) {
  const unknown = Math.max(0, bar.visitors - bar.female - bar.male);
  const height = (visitors: number) => ({ height: `${(100 * visitors) / top}%` });
  return (
    <div className="bar" title={title}>
      <i data-gender="unknown" style={height(unknown)} />
      <i data-gender="male" style={height(bar.male)} />
      <i data-gender="female" style={height(bar.female)} />
    </div>
  );
}

function summaryOf(bars: readonly MinuteBar[], timeOf: (startMs: number) => string): string {
  const busiest = bars.reduce((most, bar) => (bar.visitors > most.visitors ? bar : most), bars[0]!);
  if (busiest.visitors === 0) return 'Bar chart: no visitors in the last hour';
  return `Bar chart of visitors per minute; busiest ${timeOf(busiest.startMs)} with ${countOf(busiest.visitors, 'visitor')}`;
}

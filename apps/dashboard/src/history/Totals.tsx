import type { Row } from '@vitrine/contracts';
import { change, percent } from '../words/format.js';
import { t } from '../words/t.js';
import { valueOf, type Value } from './ask.js';
import { useHistory } from './use-history.js';
import { reasonWords, spreadWords, valueWords, whyWords, type Kind } from './value-words.js';

/** Row 1: the figures that are asked for first, each with its interval and its change. */
export function Totals() {
  const { data } = useHistory({ metrics: ['visits', 'womenShare', 'menShare', 'dwellMedianS', 'coverage'] });
  const { data: hours } = useHistory({ metrics: ['visits'], groupBy: ['hourOfDay'], alone: true });
  const row = data?.rows[0];
  return (
    <section className="totals panel" aria-label={t('Totals')}>
      <Total name={t('Visits')} row={row} metric="visits" kind="count" />
      <Total name={t('Women')} row={row} metric="womenShare" kind="share" />
      <Total name={t('Men')} row={row} metric="menShare" kind="share" />
      <Total name={t('Median stay')} row={row} metric="dwellMedianS" kind="seconds" />
      <div className="total">
        <p className="total-name">{t('Peak hour')}</p>
        <p className="total-value">{peakHour(hours?.rows ?? [])}</p>
      </div>
      <div className="total">
        <p className="total-name">{t('Coverage')}</p>
        <p className="total-value">{row ? percent(valueOf(row, 'coverage').value ?? 0) : '–'}</p>
        <p className="total-change">{t('of the time analysed')}</p>
      </div>
    </section>
  );
}

interface TotalProps {
  readonly name: string;
  readonly row: Row | undefined;
  readonly metric: string;
  readonly kind: Kind;
}

function Total({ name, row, metric, kind }: TotalProps) {
  const value = valueOf(row, metric);
  return (
    <div className="total" data-metric={metric}>
      <p className="total-name">{name}</p>
      {value.value === null ? (
        <p className="total-value" data-withheld="true" title={whyWords(value.reason)}>
          {row ? reasonWords(value.reason) : '–'}
        </p>
      ) : (
        <p className="total-value">
          {valueWords(value.value, kind)} <span className="total-spread">{spreadWords(value, kind)}</span>
        </p>
      )}
      <p className="total-change">
        {isComparable(row) ? changeWords(value, valueOf(row, metric, true), kind) : t('too little was seen before')}
      </p>
    </div>
  );
}

/** Where the cameras saw less than half as much of the compared time, a change says nothing about people. */
function isComparable(row: Row | undefined): boolean {
  const [now, before] = [valueOf(row, 'coverage'), valueOf(row, 'coverage', true)];
  return before.value === null || before.value >= (now.value ?? 0) / 2;
}

function changeWords({ value }: Value, { value: before }: Value, kind: Kind): string {
  if (value === null || before === null) return '';
  // A share changes by points; everything else by its part.
  if (kind === 'share') {
    const points = Math.round(1_000 * (value - before)) / 10;
    const sign = points > 0 ? '+' : points < 0 ? '−' : '±';
    return t('{points} points from {before}', { points: `${sign}${Math.abs(points)}`, before: valueWords(before, kind) });
  }
  return before === 0
    ? ''
    : t('{change} from {before}', { change: change(value / before - 1), before: valueWords(before, kind) });
}

function peakHour(rows: readonly Row[]): string {
  const busiest = rows.reduce<Row | null>(
    (most, row) => (Number(row['visits']) > Number(most?.['visits'] ?? 0) ? row : most),
    null,
  );
  if (busiest === null) return '–';
  const hour = Number(busiest['hourOfDay']);
  return `${hour}–${hour + 1}`;
}

import type { Row } from '@vitrine/contracts';
import { useState } from 'react';
import { Loading } from '../ui/Notes.js';
import { CoverageBar } from '../ui/CoverageBar.js';
import { SortHead, sortedBy, type Sorting } from '../ui/sorting.js';
import { change, count } from '../words/format.js';
import { t } from '../words/t.js';
import { textOf, valueOf } from './ask.js';
import { timeDimension } from './question.js';
import { Sparkline } from './Sparkline.js';
import { useHistory, useQuestion } from './use-history.js';
import { reasonWords, spreadWords, valueWords, whyWords, type Kind } from './value-words.js';
import '../ui/table.css';

/** A coarse line is enough at this size. */
const SPARK_STEPS = 400;

type Column = 'name' | 'visits' | 'change' | 'womenShare' | 'dwellMedianS' | 'coverage';

/** Row 4: each camera's part, sortable. */
export function ByCamera() {
  const { question } = useQuestion();
  const [sorting, setSorting] = useState<Sorting<Column>>({ column: 'visits', isDescending: true });
  const { data } = useHistory({ metrics: ['visits', 'womenShare', 'dwellMedianS', 'coverage'], groupBy: ['camera'] });
  const { data: lines } = useHistory({ metrics: ['visits'], groupBy: [timeDimension(question), 'camera'], alone: true });
  if (!data) return <Loading label={t('Loading …')} />;
  const rows = sortedBy(data.rows, sorting, (row) => sortKey(row, sorting.column));
  const head = { sorting, onSort: setSorting };
  return (
    <section className="stack">
      <h2 id="by-camera-title">{t('By camera')}</h2>
      <div className="table-frame" tabIndex={0} role="region" aria-labelledby="by-camera-title">
        <table className="table">
          <thead>
            <tr>
              <SortHead {...head} column="name" text={t('Camera')} />
              <SortHead {...head} column="visits" text={t('Visits')} isNumber />
              <SortHead {...head} column="change" text={t('Change')} isNumber />
              <th>{t('Course')}</th>
              <SortHead {...head} column="womenShare" text={t('Women')} isNumber />
              <SortHead {...head} column="dwellMedianS" text={t('Median stay')} isNumber />
              <SortHead {...head} column="coverage" text={t('Coverage')} isNumber />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={textOf(row, 'camera')}>
                <th scope="row">{textOf(row, 'cameraName') || textOf(row, 'camera')}</th>
                <td className="number">{count(valueOf(row, 'visits').value ?? 0)}</td>
                <td className="number">{changeOf(row)}</td>
                <td>
                  <Sparkline values={courseOf(lines?.rows ?? [], textOf(row, 'camera'))} />
                </td>
                <Cell row={row} metric="womenShare" kind="share" />
                <Cell row={row} metric="dwellMedianS" kind="seconds" />
                <td className="number">
                  <CoverageBar share={valueOf(row, 'coverage').value ?? 0} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ row, metric, kind }: { readonly row: Row; readonly metric: string; readonly kind: Kind }) {
  const value = valueOf(row, metric);
  if (value.value === null) {
    return (
      <td className="number soft" title={whyWords(value.reason)}>
        {reasonWords(value.reason)}
      </td>
    );
  }
  return (
    <td className="number">
      {valueWords(value.value, kind)} <span className="soft">{spreadWords(value, kind)}</span>
    </td>
  );
}

function changeShare(row: Row): number | null {
  const [now, before] = [valueOf(row, 'visits').value, valueOf(row, 'visits', true).value];
  return now === null || before === null || before === 0 ? null : now / before - 1;
}

function changeOf(row: Row): string {
  const share = changeShare(row);
  return share === null ? '–' : change(share);
}

function courseOf(rows: readonly Row[], cameraId: string): number[] {
  return rows
    .filter((row) => row['camera'] === cameraId)
    .slice(-SPARK_STEPS)
    .map((row) => Number(row['visits'] ?? 0));
}

function sortKey(row: Row, column: Column): string | number | null {
  if (column === 'name') return textOf(row, 'cameraName') || textOf(row, 'camera');
  return column === 'change' ? changeShare(row) : valueOf(row, column).value;
}

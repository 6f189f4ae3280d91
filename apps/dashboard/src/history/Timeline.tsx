import { useCallback, useMemo, useRef } from 'react';
import type uPlot from 'uplot';
import { axes } from '../charts/axes.js';
import { chartColors, faded } from '../charts/chart-colors.js';
import { hatch } from '../charts/hatch.js';
import { savePng } from '../charts/save-png.js';
import { UPlot } from '../charts/UPlot.js';
import { IconButton } from '../ui/Button.js';
import { Empty, Loading } from '../ui/Notes.js';
import { count, moment } from '../words/format.js';
import { t } from '../words/t.js';
import { timelineData, type TimelineData } from './timeline-data.js';
import { timeDimension } from './question.js';
import { useHistory, useQuestion } from './use-history.js';

/** Row 2: this against what it is compared with; hatched where less than 90 % was seen. */
export function Timeline() {
  const { question } = useQuestion();
  const { data, isPending } = useHistory({ metrics: ['visits', 'coverage'], groupBy: [timeDimension(question)] });
  const plot = useRef<uPlot | null>(null);
  const line = useMemo(() => timelineData(data?.rows ?? []), [data]);
  const hasBefore = line.before.some((value) => value !== null);
  return (
    <section className="panel timeline" aria-labelledby="timeline-title">
      <div className="panel-head">
        <h2 id="timeline-title">{t('Visits over time')}</h2>
        <p className="legend">
          <span>
            <i className="legend-key" aria-hidden="true" />
            {line.isEstimated ? t('this time, estimated') : t('this time')}
          </span>
          {hasBefore && (
            <span>
              <i className="legend-key" data-kind="before" aria-hidden="true" />
              {t('compared')}
            </span>
          )}
          {line.hatched.length > 0 && (
            <span>
              <i className="legend-key" data-kind="hatched" aria-hidden="true" />
              {t('less than 90 % seen')}
            </span>
          )}
        </p>
        <IconButton
          icon="download"
          label={t('Save as a picture')}
          onClick={() => plot.current && savePng(plot.current.ctx.canvas, 'visits')}
        />
      </div>
      {isPending ? <Loading label={t('Loading …')} /> : <Chart line={line} onReady={(made) => (plot.current = made)} />}
    </section>
  );
}

function Chart({ line, onReady }: { readonly line: TimelineData; readonly onReady: (plot: uPlot | null) => void }) {
  const shown = useRef(line);
  shown.current = line;
  const ready = useRef(onReady);
  ready.current = onReady;
  const keep = useCallback((plot: uPlot | null) => ready.current(plot), []);
  const options = useCallback(() => {
    const colors = chartColors();
    const quiet = { points: { show: false } };
    return {
      padding: [10, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, sync: { key: 'history' } },
      scales: { y: { range: (_: uPlot, __: number, highest: number) => [0, Math.max(4, highest * 1.08)] } },
      axes: axes(colors),
      bands: [{ series: [4, 3], fill: faded(colors.accent, 0.2) }],
      series: [
        {},
        { ...quiet, stroke: colors.soft, width: 1.5, dash: [5, 4] },
        { ...quiet, stroke: colors.accent, width: 2, fill: faded(colors.accent, 0.08) },
        { ...quiet, stroke: 'transparent', width: 0 },
        { ...quiet, stroke: 'transparent', width: 0 },
      ],
      hooks: { drawSeries: [(plot: uPlot, series: number) => series === 1 && hatch(plot, shown.current.hatched, colors.warn)] },
      plugins: [readout()],
    } satisfies Omit<uPlot.Options, 'width' | 'height'>;
  }, []);
  const data = useMemo<uPlot.AlignedData>(
    () => [[...line.times], [...line.before], [...line.visits], [...line.low], [...line.high]] as uPlot.AlignedData,
    [line],
  );
  if (line.times.length === 0) return <Empty title={t('No figures for this time')} />;
  return <UPlot options={options} data={data} label={summaryOf(line)} onReady={keep} />;
}

/** What the pointer is at, in words, in a corner of the chart. */
function readout(): uPlot.Plugin {
  let words: HTMLElement | null = null;
  return {
    hooks: {
      init: (plot) => {
        words = document.createElement('p');
        words.className = 'chart-readout';
        plot.over.append(words);
      },
      setCursor: (plot) => {
        const { idx } = plot.cursor;
        if (!words) return;
        const [atS, before, visits] = [plot.data[0], plot.data[1], plot.data[2]].map((series) =>
          idx === null || idx === undefined ? null : series?.[idx],
        );
        const parts = [visits, before].map((value) => (typeof value === 'number' ? count(value) : '–'));
        words.textContent = typeof atS === 'number' ? `${moment(atS * 1_000, 0)} · ${parts.join(' / ')}` : '';
      },
    },
  };
}

function summaryOf({ times, visits }: TimelineData): string {
  const most = Math.max(0, ...visits.map((value) => value ?? 0));
  const busiestS = times[visits.indexOf(most)];
  if (busiestS === undefined || most === 0) return t('Visits over time: none');
  return t('Visits over time; most at {time}: {count}', { time: moment(busiestS * 1_000, 0), count: count(most) });
}

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type uPlot from 'uplot';
import { axes } from '../charts/axes.js';
import { chartColors, faded } from '../charts/chart-colors.js';
import { UPlot } from '../charts/UPlot.js';
import { Empty } from '../ui/Notes.js';
import { t } from '../words/t.js';
import { courseStore, type Sample } from './course-store.js';

const CHARTS: readonly { readonly name: () => string; readonly of: (sample: Sample) => number | null }[] = [
  { name: () => t('Frames analysed a second'), of: ({ measuredFps }) => measuredFps },
  { name: () => t('Frame age (p95), ms'), of: ({ frameAgeMs }) => frameAgeMs },
  { name: () => t('Memory of the worker, MB'), of: ({ rssBytes }) => (rssBytes === null ? null : rssBytes / 1e6) },
];

/** The last 24 hours, as far as this page was open in them. */
export function Course() {
  const samples = useSyncExternalStore(
    (listener) => courseStore.subscribe(listener),
    () => courseStore.snapshot(),
  );
  return (
    <section className="panel" aria-labelledby="course-title">
      <div className="panel-head">
        <h2 id="course-title">{t('Course')}</h2>
        <span className="panel-note">{t('since this page was opened, up to 24 hours')}</span>
      </div>
      {samples.length < 2 ? (
        <Empty title={t('The first line appears in two minutes.')} />
      ) : (
        <div className="courses">
          {CHARTS.map(({ name, of }) => (
            <CourseChart key={name()} name={name()} samples={samples} of={of} />
          ))}
        </div>
      )}
    </section>
  );
}

interface CourseChartProps {
  readonly name: string;
  readonly samples: readonly Sample[];
  readonly of: (sample: Sample) => number | null;
}

function CourseChart({ name, samples, of }: CourseChartProps) {
  const data = useMemo<uPlot.AlignedData>(() => [samples.map(({ atS }) => atS), samples.map(of)], [samples, of]);
  const options = useCallback(() => {
    const colors = chartColors();
    return {
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, sync: { key: 'course' } },
      scales: { y: { range: (_: uPlot, __: number, highest: number) => [0, Math.max(1, highest * 1.1)] } },
      axes: axes(colors),
      series: [{}, { stroke: colors.accent, width: 1.5, fill: faded(colors.accent, 0.1), points: { show: false } }],
    } satisfies Omit<uPlot.Options, 'width' | 'height'>;
  }, []);
  return (
    <figure className="course">
      <figcaption className="panel-note">{name}</figcaption>
      <UPlot options={options} data={data} label={name} />
    </figure>
  );
}

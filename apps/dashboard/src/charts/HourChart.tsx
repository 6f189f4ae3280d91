import { useCallback, useMemo } from 'react';
import uPlot from 'uplot';
import { hourAndMinute } from '../words/format.js';
import { t } from '../words/t.js';
import { axes } from './axes.js';
import { chartColors, faded } from './chart-colors.js';
import { UPlot } from './UPlot.js';

export interface HourChartProps {
  /** Start of the first minute, UTC epoch ms. */
  readonly fromMs: number;
  readonly visitsByMinute: readonly number[];
}

export function HourChart({ fromMs, visitsByMinute }: HourChartProps) {
  const data = useMemo<uPlot.AlignedData>(
    () => [visitsByMinute.map((_, minute) => fromMs / 1_000 + minute * 60), [...visitsByMinute]],
    [fromMs, visitsByMinute.join()],
  );
  const options = useCallback(() => {
    const colors = chartColors();
    return {
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 6 } },
      scales: { y: { range: (_: uPlot, __: number, highest: number) => [0, Math.max(4, Math.ceil(highest * 1.1))] } },
      axes: axes(colors),
      series: [
        {},
        {
          stroke: colors.accent,
          width: 2,
          fill: faded(colors.accent, 0.18),
          points: { show: false },
          paths: uPlot.paths.stepped!({ align: 1 }),
        },
      ],
    } satisfies Omit<uPlot.Options, 'width' | 'height'>;
  }, []);
  return <UPlot options={options} data={data} label={summaryOf(fromMs, visitsByMinute)} />;
}

function summaryOf(fromMs: number, visitsByMinute: readonly number[]): string {
  const most = Math.max(...visitsByMinute);
  if (most <= 0) return t('Visits a minute: nobody in the last hour');
  const busiestMs = fromMs + visitsByMinute.indexOf(most) * 60_000;
  return t('Visits a minute; most at {time}: {count}', { time: hourAndMinute(busiestMs), count: most });
}

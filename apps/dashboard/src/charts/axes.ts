import type uPlot from 'uplot';
import { count, dayOfYear, hourAndMinute } from '../words/format.js';
import { faded, type ChartColors } from './chart-colors.js';

const FONT = '12px Inter, system-ui, sans-serif';
const DAY_S = 86_400;
/** Visits are whole. */
const STEPS = [1, 2, 5].flatMap((digit) => [0, 1, 2, 3, 4, 5, 6].map((power) => digit * 10 ** power)).toSorted((a, b) => a - b);

/** Times of the site below, counts at the left; labels keep clear of each other at every width. */
export function axes(colors: ChartColors): uPlot.Axis[] {
  const common: uPlot.Axis = {
    font: FONT,
    stroke: colors.soft,
    grid: { stroke: faded(colors.line, 0.8), width: 1 },
    ticks: { show: false },
  };
  return [
    { ...common, grid: { show: false }, space: 72, size: 26, values: (_, splits) => timeLabels(splits) },
    {
      ...common,
      size: 44,
      space: 32,
      incrs: STEPS,
      values: (_, splits) => splits.map((value) => (Number.isInteger(value) ? count(value) : '')),
    },
  ];
}

function timeLabels(splitsS: readonly number[]): string[] {
  const step = (splitsS[1] ?? 0) - (splitsS[0] ?? 0);
  return splitsS.map((atS) => (step >= DAY_S ? dayOfYear(atS * 1_000) : labelOfHour(atS * 1_000)));
}

/** Midnights are days. */
function labelOfHour(atMs: number): string {
  const time = hourAndMinute(atMs);
  return time === '00:00' ? dayOfYear(atMs) : time;
}

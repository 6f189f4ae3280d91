import { querySchema } from '@vitrine/contracts';
import { ZoneClock } from '@vitrine/metrics';
import { describe, expect, it } from 'vitest';
import { comparedRange, rangeOf } from './moments.js';

const BERLIN = new ZoneClock('Europe/Berlin');

/** The range that is asked for and the one that it is compared with, on the clock of Berlin. */
function ranges(asked: { from: string; to?: string; compare?: string }, now: string) {
  const query = querySchema.parse({ metrics: ['visits'], compare: 'previousPeriod', ...asked });
  const range = rangeOf(query, BERLIN, Date.parse(now));
  const before = comparedRange(query, range, BERLIN)!;
  const shown = ({ startMs, endMs }: typeof range) => `${BERLIN.local(startMs)} – ${BERLIN.local(endMs)}`.replaceAll(':00 ', ' ');
  return [shown(range), shown(before)].map((text) => text.replace(/:00$/, ''));
}

describe('what a period is compared with', () => {
  // 18 November 2026 is a Wednesday; the clock goes back on 25 October and forward on 29 March.
  it.each([
    ['today', 'the same hours of yesterday', '2026-11-18T00:00 – 2026-11-18T11:00', '2026-11-17T00:00 – 2026-11-17T11:00'],
    ['yesterday', 'the day before', '2026-11-17T00:00 – 2026-11-18T00:00', '2026-11-16T00:00 – 2026-11-17T00:00'],
    ['thisWeek', 'the same days of last week', '2026-11-16T00:00 – 2026-11-18T11:00', '2026-11-09T00:00 – 2026-11-11T11:00'],
    ['lastWeek', 'the week before', '2026-11-09T00:00 – 2026-11-16T00:00', '2026-11-02T00:00 – 2026-11-09T00:00'],
    ['thisMonth', 'the same days of last month', '2026-11-01T00:00 – 2026-11-18T11:00', '2026-10-01T00:00 – 2026-10-18T11:00'],
    ['lastMonth', 'the month before', '2026-10-01T00:00 – 2026-11-01T00:00', '2026-09-01T00:00 – 2026-10-01T00:00'],
  ])('%s: %s', (from, _, range, before) => {
    expect(ranges({ from }, '2026-11-18T11:00:00+01:00')).toEqual([range, before]);
  });

  it('a month with a change of the clock: up to the same hour', () => {
    expect(ranges({ from: 'thisMonth' }, '2026-11-26T11:00:00+01:00')[1]).toBe('2026-10-01T00:00 – 2026-10-26T11:00');
  });

  it('a day that lost an hour: the same hours on the clock', () => {
    expect(ranges({ from: 'today' }, '2026-03-29T11:00:00+02:00')).toEqual([
      '2026-03-29T00:00 – 2026-03-29T11:00',
      '2026-03-28T00:00 – 2026-03-28T11:00',
    ]);
  });

  it('a week with a change of the clock: seven days before, though it has 169 hours', () => {
    expect(ranges({ from: '2026-10-19', to: '2026-10-26' }, '2026-11-18T11:00:00+01:00')).toEqual([
      '2026-10-19T00:00 – 2026-10-26T00:00',
      '2026-10-12T00:00 – 2026-10-19T00:00',
    ]);
  });

  it('some hours: as many just before them', () => {
    expect(ranges({ from: '2026-11-18T08:00', to: '2026-11-18T10:00' }, '2026-11-18T11:00:00+01:00')).toEqual([
      '2026-11-18T08:00 – 2026-11-18T10:00',
      '2026-11-18T06:00 – 2026-11-18T08:00',
    ]);
  });

  it('the year before: the same days, whatever their weekday', () => {
    expect(ranges({ from: '2024-02-29', to: '2024-03-01', compare: 'previousYear' }, '2026-11-18T11:00:00+01:00')).toEqual([
      '2024-02-29T00:00 – 2024-03-01T00:00',
      '2023-02-28T00:00 – 2023-03-01T00:00',
    ]);
  });
});

import { AGE_BRACKETS, type AggregateBucket, type AggregateCounts } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { axisOf, lastHour, minuteSeries } from './minute-series.js';
import { topAttributes } from './top-attributes.js';

function countsOf(visitors: number, stated: Partial<AggregateCounts> = {}): AggregateCounts {
  return {
    visitors,
    gender: { female: visitors, male: 0 },
    age: Object.fromEntries(AGE_BRACKETS.map((bracket) => [bracket, 0])) as AggregateCounts['age'],
    attributes: {},
    sampleSizes: { gender: visitors, age: visitors, attributes: visitors },
    ...stated,
  };
}

describe('minutes', () => {
  it('asks for 60 whole minutes that end with the running one', () => {
    const { from, to } = lastHour(Date.parse('2026-03-01T10:30:12.500Z'));
    expect([from, to]).toEqual(['2026-03-01T09:31:00.000Z', '2026-03-01T10:31:00.000Z']);
  });

  it('has a bar for minutes without visitors and adds cameras up, whatever the offset they are written in', () => {
    const fromMs = Date.parse('2026-03-01T09:00:00Z');
    const bucket = (start: string, cameraId: string, visitors: number): AggregateBucket => ({
      ...countsOf(visitors),
      cameraId,
      start,
      end: start,
    });
    const bars = minuteSeries(fromMs, fromMs + 180_000, [
      bucket('2026-03-01T10:01:00+01:00', 'door', 2),
      bucket('2026-03-01T09:01:00Z', 'lift', 1),
    ]);
    expect(bars.map(({ visitors }) => visitors)).toEqual([0, 3, 0]);
  });

  it.each([
    [0, { top: 2, step: 1 }],
    [3, { top: 3, step: 1 }],
    [11, { top: 15, step: 5 }],
    [90, { top: 100, step: 50 }],
  ])('gives a largest bar of %d a round axis', (largest, axis) => {
    expect(axisOf(largest)).toEqual(axis);
  });
});

describe('top attributes', () => {
  const allowed = new Set(['Eyeglasses', 'No_Beard', 'Blurry', 'Smiling'] as const);

  it('turns No_Beard into beards, leaves out picture quality and what the policy switches off', () => {
    const total = countsOf(10, { attributes: { Eyeglasses: 4, No_Beard: 3, Blurry: 9, Chubby: 9, Smiling: 0 } });
    expect(topAttributes(total, allowed, 5).map(({ words, visitors, share }) => [words, visitors, share])).toEqual([
      ['beard', 7, 0.7],
      ['glasses', 4, 0.4],
    ]);
  });

  it('is empty when nobody was counted', () => {
    expect(topAttributes(countsOf(0), allowed, 5)).toEqual([]);
  });
});

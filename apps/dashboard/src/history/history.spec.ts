import { describe, expect, it } from 'vitest';
import { setSiteZone } from '../words/format.js';
import { valueOf } from './ask.js';
import { curlLine, queryPath } from './export-links.js';
import { baseQuery, readQuestion, writeQuestion } from './question.js';
import { timelineData } from './timeline-data.js';
import { reasonWords, spreadWords } from './value-words.js';

setSiteZone('Europe/Berlin');
const NOW_MS = Date.parse('2026-11-29T14:05:00+01:00');
const ask = (search: string) => baseQuery(readQuestion(search, NOW_MS), NOW_MS);

describe('the question', () => {
  it('is a week against the one before where the address says nothing', () => {
    expect(ask('')).toEqual({ from: '6d', filters: {}, compare: 'previousPeriod' });
    expect(readQuestion('', NOW_MS).bucket).toBe('hour');
  });

  it('takes cameras and filters from the address, and what it cannot read as usual', () => {
    const query = ask('?range=today&compare=none&cameras=a,b&gender=female&age=25-34&bucket=century');
    expect(query).toEqual({ from: 'today', filters: { camera: ['a', 'b'], gender: ['female'], age: ['25-34'] } });
  });

  it('counts both days of a range, and turns one round that ends before it begins', () => {
    expect(ask('?range=custom&from=2026-10-26&to=2026-10-24&compare=none')).toMatchObject({
      from: '2026-10-24',
      to: '2026-10-27',
    });
  });

  it('compares a day with the same weekday, until the same time', () => {
    expect(ask('?range=today&compare=weekday').compare).toEqual(['2026-11-22', '2026-11-22T14:05']);
    expect(ask('?range=yesterday&compare=weekday').compare).toEqual(['2026-11-21', '2026-11-22']);
  });

  it('compares over a change of the clocks by days, not by hours', () => {
    const compared = ask('?range=custom&from=2026-10-25&to=2026-10-25&compare=weekday').compare;
    expect(compared).toEqual(['2026-10-18', '2026-10-19']);
  });

  it('writes only what is not as usual into the address', () => {
    expect(writeQuestion('?range=7d&age=25-34', { age: '', cameras: 'a,b' })).toBe('?range=7d&cameras=a,b');
    expect(writeQuestion('?age=65%2B', { age: null })).toBe('');
  });
});

describe('exports', () => {
  it('ask the same in a terminal', () => {
    const path = queryPath(
      { metrics: ['visits', 'women'], groupBy: ['time:hour', 'camera'], from: '6d', filters: { age: ['65+'] } },
      'csv',
    );
    expect(path).toBe('api/v1/query?metrics=visits,women&groupBy=time:hour,camera&from=6d&age=65%2B&format=csv');
    expect(curlLine('http://host', path)).toContain('"Authorization: Bearer $VITRINE_TOKEN" \'http://host/api/v1/query?');
  });
});

describe('values', () => {
  it('come with their interval, or with the reason why they are withheld', () => {
    const row = { women: 120, women_low: 110, women_high: 130, women_reason: null, men: null, men_reason: 'fewer than 10' };
    expect(spreadWords(valueOf(row, 'women'), 'count')).toBe('± 10');
    expect(reasonWords(valueOf(row, 'men').reason)).toBe('fewer than 10');
    expect(valueOf(row, 'women', true).value).toBeNull();
  });
});

describe('the time line', () => {
  const at = (hour: number) => `2026-11-29T0${hour}:00:00.000+01:00`;

  it('hatches what was not seen and never bridges it', () => {
    const line = timelineData([
      { time: at(1), visits: 5, coverage: 1 },
      { time: at(2), visits: 0, coverage: 0 },
      { time: at(3), visits: 2, coverage: 0.5 },
      { time: at(4), visits: 0, coverage: null },
    ]);
    expect(line.visits).toEqual([5, null, 2, 0]);
    expect(line.hatched).toHaveLength(2);
  });
});

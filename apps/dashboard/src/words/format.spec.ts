import { expect, it } from 'vitest';
import {
  bytes,
  change,
  dayOfYear,
  duration,
  hourAndMinute,
  isoDay,
  moment,
  percent,
  setSiteZone,
  weekdayName,
} from './format.js';
import { refusalWords } from './refusals.js';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

it.each([
  [0, '0 ms'],
  [84.4, '84 ms'],
  [1_400, '1.4 s'],
  [9_960, '10 s'],
  [59_600, '1 min'],
  [3_600_000, '1 h'],
  [50 * 3_600_000, '2 d'],
])('writes %d ms as %s', (ms, words) => {
  expect(plain(duration(ms))).toBe(words);
});

it('writes shares, changes and sizes with their units', () => {
  expect([plain(percent(0.976)), plain(change(0.06)), plain(change(-0.031)), plain(change(0.001))]).toEqual([
    '98 %',
    '+6 %',
    '−3 %',
    '±0 %',
  ]);
  expect([plain(bytes(812e6)), plain(bytes(1_240))]).toEqual(['812 MB', '1.2 kB']);
});

it('writes times in the site’s zone, days only where they are others', () => {
  setSiteZone('Europe/Zurich');
  const atMs = Date.parse('2026-07-31T22:05:09Z');
  expect([hourAndMinute(atMs), dayOfYear(atMs), isoDay(atMs)]).toEqual(['00:05', 'Sat 1 Aug', '2026-08-01']);
  expect(moment(atMs, atMs + 3_600_000)).toBe('00:05');
  expect(moment(atMs, atMs + 86_400_000)).toBe('Sat 1 Aug 00:05');
  expect(weekdayName(1)).toBe('Mon');
});

it('has plain words for what the service refuses, and hides its field names', () => {
  expect(refusalWords({ code: 'forbidden', message: 'x', remedy: 'y' })).toBe('You may not do this. Ask an admin.');
  const unknown = { code: 'other', message: '`url`: use rtsp://….', remedy: 'Use rtsp://….', field: 'url' };
  expect(refusalWords(unknown)).toBe('Use rtsp://….');
});

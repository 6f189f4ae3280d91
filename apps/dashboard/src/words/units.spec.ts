import { expect, it } from 'vitest';
import { countOf, duration, percent, percentOf } from './units.js';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

it.each([
  [0, '0 ms'],
  [84.4, '84 ms'],
  [1_400, '1.4 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [3_600_000, '1 h'],
])('writes %d ms as %s', (ms, words) => {
  expect(plain(duration(ms))).toBe(words);
});

it('writes a share of nothing as a dash', () => {
  expect(plain(percent(0.976))).toBe('98 %');
  expect(plain(percentOf(1, 4))).toBe('25 %');
  expect(percentOf(0, 0)).toBe('–');
});

it('knows one from many', () => {
  expect([countOf(1, 'visitor'), countOf(1_234, 'visitor')]).toEqual(['1 visitor', '1,234 visitors']);
});

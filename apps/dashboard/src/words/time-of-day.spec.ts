import { expect, it } from 'vitest';
import { dayOfYear, hourAndMinute, timeOfDay } from './time-of-day.js';

it('writes times in the zone it is told', () => {
  const atMs = Date.parse('2026-07-31T22:05:09Z');
  expect(timeOfDay(atMs, 'Europe/Zurich')).toBe('00:05:09');
  expect(hourAndMinute(atMs, 'UTC')).toBe('22:05');
  expect([dayOfYear(atMs, 'UTC'), dayOfYear(atMs, 'Europe/Zurich')]).toEqual(['Fri 31 Jul', 'Sat 1 Aug']);
});

import { expect, it } from 'vitest';
import { ageSpreadYears } from './age-spread.js';

it('is wider for the old, whose age is harder to see', () => {
  const parameters = { baseYears: 1.5, perYear: 0.1 };
  expect(ageSpreadYears(0, parameters)).toBe(1.5);
  expect(ageSpreadYears(60, parameters)).toBe(7.5);
});

// What protection costs who asks: the error that noise adds to the share of women, beside the error of chance itself.
import { shareError } from '@vitrine/tools';
import { expect, it } from 'vitest';

it.each([
  { visitsAnHour: 50, hours: 12, atMost: 2.6, what: 'a day of 50 visits an hour' },
  { visitsAnHour: 500, hours: 1, atMost: 2.5, what: 'an hour of 500 visits' },
  { visitsAnHour: 500, hours: 12, atMost: 0.75, what: 'a day of 500 visits an hour' },
])('women’s share of $what is off by about as much as chance makes it', ({ visitsAnHour, hours, atMost, what }) => {
  const { noisePoints, samplingPoints } = shareError(visitsAnHour, hours, 500);
  console.log(`${what}: ± ${noisePoints.toFixed(2)} points by noise, ± ${samplingPoints.toFixed(2)} by chance`);
  expect(noisePoints).toBeLessThan(atMost);
  // Noise that is not there protects nobody.
  expect(noisePoints).toBeGreaterThan(atMost / 2);
});

import { expect, it } from 'vitest';
import { facesAt, FILM } from './strip-film.js';

it('knows which faces are whole in the picture, and where', () => {
  const start = facesAt(0);
  expect(start).toHaveLength(3);
  // The first face of the first photo, which is shown 720 of 1280 px high.
  expect(start[0]!.map(Math.round)).toEqual([235, 200, 335, 336]);
});

it('moves them to the left as the camera pans', () => {
  expect(facesAt(0.5)[0]![0]).toBeCloseTo(facesAt(0)[0]![0] - FILM.paceSPx / 2);
});

it('always has somebody in view', () => {
  for (let seconds = 0; seconds < FILM.seconds; seconds += 0.2) expect(facesAt(seconds).length).toBeGreaterThanOrEqual(2);
});

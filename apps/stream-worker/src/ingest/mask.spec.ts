import { planarImage } from '@vitrine/models';
import { expect, it } from 'vitest';
import { Mask } from './mask.js';

function masked(polygons: ConstructorParameters<typeof Mask>[0], widthPx = 8, heightPx = 4): string[] {
  const image = planarImage(widthPx, heightPx);
  for (const plane of [image.y, image.u, image.v]) plane.fill(200);
  new Mask(polygons).apply(image);
  expect([...image.u].filter((value) => value === 128).length, 'colour goes with light').toBe(
    [...image.v].filter((value) => value === 128).length,
  );
  return Array.from({ length: heightPx }, (_, row) =>
    [...image.y.subarray(row * widthPx, (row + 1) * widthPx)].map((value) => (value === 16 ? '#' : '.')).join(''),
  );
}

it('covers the right half of the picture', () => {
  expect(
    masked([
      [
        [0.5, 0],
        [1, 0],
        [1, 1],
        [0.5, 1],
      ],
    ]),
  ).toEqual(['....####', '....####', '....####', '....####']);
});

it('covers every pixel that an edge touches', () => {
  expect(
    masked([
      [
        [0, 0],
        [1, 1],
        [0, 1],
      ],
    ]),
  ).toEqual(['#.......', '###.....', '#####...', '#######.']);
});

it('leaves the dent of a polygon free, and covers several', () => {
  const dented = [
    [0, 0],
    [0.25, 0],
    [0.25, 0.5],
    [0.5, 0.5],
    [0.5, 0],
    [0.75, 0],
    [0.75, 1],
    [0, 1],
  ] as [number, number][];
  expect(
    masked([
      dented,
      [
        [0.9, 0],
        [1, 0],
        [1, 1],
        [0.9, 1],
      ],
    ]),
  ).toEqual(['##..##.#', '##..##.#', '######.#', '######.#']);
});

it('leaves a picture without one as it is', () => {
  expect(masked([])).toEqual(Array.from({ length: 4 }, () => '........'));
});

import type { RgbImage } from '@vitrine/models';
import { expect, it } from 'vitest';
import { PpmReader } from './ppm-reader.js';

const picture = (first: number) => Buffer.concat([Buffer.from('P6\n2 1\n255\n'), Buffer.from([first, 1, 2, 3, 4, 5])]);

it.each([1, 3, 7, 100])('cuts pictures out of chunks of %i bytes', (chunkBytes) => {
  const images: RgbImage[] = [];
  const reader = new PpmReader((image) => images.push(image));
  const stream = Buffer.concat([picture(10), picture(20)]);
  for (let at = 0; at < stream.length; at += chunkBytes) reader.write(stream.subarray(at, at + chunkBytes));
  expect(images.map(({ data }) => [...data])).toEqual([
    [10, 1, 2, 3, 4, 5],
    [20, 1, 2, 3, 4, 5],
  ]);
  expect(images[0]).toMatchObject({ widthPx: 2, heightPx: 1 });
});

it('refuses what is not a picture', () => {
  const reader = new PpmReader(() => undefined);
  expect(() => reader.write(Buffer.alloc(64, 'x'))).toThrow('PPM');
});

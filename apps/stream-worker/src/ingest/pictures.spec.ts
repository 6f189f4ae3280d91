// With the real ffmpeg, on films that it makes itself.
import type { PlanarImage } from '@vitrine/models';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FilmFolder, hasFfmpeg } from './fixtures/films.js';
import { SourceOpener } from '../fixtures/source-opener.js';
import { ffmpegProcessCount } from './ffmpeg-process.js';
import type { CameraPatch } from '@vitrine/contracts';

const films = new FilmFolder();
const opener = new SourceOpener();
let film: string;
const open = (url: string, settings: CameraPatch = {}) => opener.open(url, { settings, folders: [films.path] });

describe.skipIf(!hasFfmpeg)(hasFfmpeg ? 'a picture as it is meant' : 'SKIPPED without ffmpeg: apt-get install ffmpeg', () => {
  beforeAll(() => (film = films.film('film.mp4')));
  afterEach(async () => {
    await opener.close();
    expect(ffmpegProcessCount()).toBe(0);
  });
  afterAll(() => films.remove());

  it.each([
    ['pixels twice as wide', () => films.film('wide.mp4', { filter: 'setsar=2' }), {}, [640, 240]],
    ['pixels twice as high', () => films.film('high.mp4', { filter: 'setsar=1/2' }), {}, [320, 480]],
    ['ten bits', () => films.film('ten.mp4', { filter: 'format=yuv420p10', options: ['-pix_fmt', 'yuv420p10'] }), {}, [320, 240]],
    [
      'an odd size',
      () => films.film('odd.mp4', { filter: 'format=yuv444p', options: ['-pix_fmt', 'yuv444p'], size: '161x91' }),
      {},
      [161, 91],
    ],
    ['no colours', () => films.film('grey.mp4', { filter: 'format=gray', options: ['-pix_fmt', 'gray'] }), {}, [320, 240]],
    ['a quarter turn', () => film, { rotate: 90 }, [240, 320]],
    ['two pictures in one', () => film, { crop: { x: 0.5, y: 0, width: 0.5, height: 1 } }, [160, 240]],
  ] as const)('sees a picture of %s as it is meant', async (_, make, settings, size) => {
    const { source } = open(make(), settings);
    const { image } = (await source.next())!;
    expect([image.widthPx, image.heightPx]).toEqual(size);
  });

  it('turns a picture that hangs upside down', async () => {
    const half = films.film('half.mp4', { filter: 'drawbox=x=0:y=0:w=iw:h=ih/2:color=black:t=fill' });
    const upright = (await open(half).source.next())!.image;
    const turned = (await open(half, { rotate: 180 }).source.next())!.image;
    expect(brightness(upright, [0.5, 0.25])).toBeLessThan(20);
    expect(brightness(turned, [0.5, 0.75])).toBeLessThan(20);
  });

  it('blackens what the mask covers', async () => {
    const mask = [
      [
        [0, 0],
        [0.5, 0],
        [0.5, 1],
        [0, 1],
      ],
    ] as [number, number][][];
    const { image } = (await open(film, { mask }).source.next())!;
    expect(brightness(image, [0.25, 0.5])).toBe(16);
    expect(brightness(image, [0.75, 0.5])).toBeGreaterThan(30);
  });

  it('looks at one field of two where they are flagged as such', async () => {
    const moving = "drawbox=x='mod(t*600,300)':y=0:w=20:h=ih:color=white:t=fill,tinterlace=mode=interleave_top";
    const path = films.film('fields.mp4', { filter: moving, options: ['-flags', '+ilme+ildct', '-x264opts', 'tff=1'] });
    const { source, statuses } = open(path, { loop: true });
    await source.next();
    await expect.poll(async () => combs((await source.next())!.image), { timeout: 10_000 }).toBeLessThan(0.02);
    expect(source.status()).toMatchObject({ state: 'live', stats: { widthPx: 320, heightPx: 240, reconnects: 0 } });
    expect(statuses.every(({ error }) => error === null)).toBe(true);
  });

  it('follows a size that changes while it plays', async () => {
    const parts = [films.film('a.h264', { size: '320x240' }), films.film('b.h264', { size: '240x320' })];
    const turned = films.write('turned.h264', Buffer.concat(parts.map((part) => readFileSync(part))));
    const { source, statuses } = open(turned);
    await expect.poll(async () => (await source.next())!.image.heightPx, { timeout: 10_000 }).toBe(320);
    expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'live']);
  });
});

/** Mean brightness of the quarter of the picture around a point. */
function brightness({ widthPx, heightPx, y }: PlanarImage, [centreX, centreY]: [number, number]): number {
  let sum = 0;
  const [width, height] = [widthPx >> 2, heightPx >> 2];
  const [left, top] = [Math.round(centreX * widthPx) - (width >> 1), Math.round(centreY * heightPx) - (height >> 1)];
  for (let row = top; row < top + height; row += 1)
    for (let column = left; column < left + width; column += 1) sum += y[row * widthPx + column]!;
  return sum / (width * height);
}

/** Share of pixels that differ strongly from the rows above and below, which agree: the teeth of a comb. */
function combs({ widthPx, heightPx, y }: PlanarImage): number {
  let teeth = 0;
  for (let i = widthPx; i < widthPx * (heightPx - 1); i += 1) {
    const [above, here, below] = [y[i - widthPx]!, y[i]!, y[i + widthPx]!];
    if (Math.abs(above - below) < 10 && Math.abs(here - above) > 60) teeth += 1;
  }
  return teeth / y.length;
}

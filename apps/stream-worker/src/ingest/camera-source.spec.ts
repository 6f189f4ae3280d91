// With the real ffmpeg, on films that it makes itself.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FilmFolder, hasFfmpeg } from './fixtures/films.js';
import { SourceOpener } from '../fixtures/source-opener.js';
import { ffmpegProcessCount } from './ffmpeg-process.js';
import type { CameraErrorCode, CameraPatch } from '@vitrine/contracts';

const films = new FilmFolder();
const opener = new SourceOpener();
let film: string;
const open = (url: string, settings: CameraPatch = {}) => opener.open(url, { settings, folders: [films.path] });

describe.skipIf(!hasFfmpeg)(hasFfmpeg ? 'a source' : 'SKIPPED without ffmpeg: apt-get install ffmpeg', () => {
  beforeAll(() => (film = films.film('film.mp4')));
  afterEach(async () => {
    await opener.close();
    expect(ffmpegProcessCount()).toBe(0);
  });
  afterAll(() => films.remove());

  it('gives pictures in shared memory, stamped when they came', async () => {
    const { source } = open(film);
    const beforeMs = Date.now();
    const frame = (await source.next())!;
    expect(frame).toMatchObject({ cameraId: 'door', index: 0, image: { widthPx: 320, heightPx: 240 } });
    expect(frame.image.y.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(frame.receivedAtMs).toBeGreaterThanOrEqual(beforeMs);
    expect(frame.receivedAtMs).toBeLessThanOrEqual(Date.now());
    expect(performance.now() - frame.arrivedAtMs).toBeLessThan(10_000);
  });

  it('counts what nobody took in time, and how long a picture was in hand', async () => {
    const { source } = open(film);
    await source.next();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await source.arrival()).toBe(true);
    const late = (await source.next())!;
    const { stats } = source.status();
    expect(late.index).toBeGreaterThan(2);
    expect(stats!.droppedFrames).toBe(late.index - 1);
    expect(stats!.frameAgeMs).toBeGreaterThanOrEqual(600);
  });

  it('plays a film once and says so; asked to, it plays it again', async () => {
    const { source, statuses, until } = open(film);
    await until('ended');
    expect(source.status()).toMatchObject({
      error: { code: 'film_over', remedy: expect.stringContaining('loop') },
      nextTryAtMs: null,
    });
    source.retry();
    await expect.poll(() => statuses.filter(({ state }) => state === 'live').length, { timeout: 10_000 }).toBe(2);
  });

  it('plays a film without end where that is wanted', async () => {
    const { source, statuses } = open(film, { loop: true });
    await expect.poll(() => source.status().stats!.decodedFrames, { timeout: 10_000 }).toBeGreaterThan(25);
    expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'live']);
  });

  it.each<[string, () => string, CameraErrorCode]>([
    ['is not there', () => `${films.path}/none.mp4`, 'not_found'],
    ['is a text', () => films.write('notes.txt', 'not a video\n'.repeat(50)), 'invalid_source'],
    ['is a text by another name', () => films.write('notes.mp4', 'not a video\n'.repeat(50)), 'invalid_source'],
    ['is a playlist', () => films.write('list.m3u8', `#EXTM3U\n#EXTINF:1,\n${film}\n`), 'invalid_source'],
    ['is a list of films', () => films.write('list.ffconcat', `ffconcat version 1.0\nfile ${film}\n`), 'invalid_source'],
    ['has sound only', () => films.sound('sound.m4a'), 'no_video'],
    [
      'is too large',
      () => films.film('large.mp4', { size: '4200x4200', options: ['-frames:v', '1', '-preset', 'ultrafast'] }),
      'too_large',
    ],
    ['lies elsewhere', () => '/etc/passwd', 'not_allowed'],
    ['is not there, elsewhere', () => '/etc/none.mp4', 'not_allowed'],
    ['is linked from elsewhere', () => films.link('linked.mp4', '/etc/passwd'), 'not_allowed'],
    ['hides behind a linked folder', () => `${films.link('linked', '/etc')}/none.mp4`, 'not_allowed'],
  ])('that %s is told, and tried again slowly', async (_, make, code) => {
    const { source, statuses, until } = open(make());
    await until('failed');
    expect(source.status().error).toMatchObject({ code });
    await expect.poll(() => statuses.filter(({ error }) => error?.code === code).length, { timeout: 10_000 }).toBeGreaterThan(2);
  });

  it('tells of what lies elsewhere the same, whether it is there or not', async () => {
    const errors = await Promise.all(
      ['/etc/passwd', '/etc/none.mp4', '/root/.ssh/id_rsa'].map(async (path) => {
        const { source, until } = open(path);
        await until('failed');
        return source.status().error!.message;
      }),
    );
    expect(new Set(errors).size).toBe(1);
  });

  it('ends the wait for a picture when it is closed', async () => {
    const { source } = open(film, { fps: 0.2 });
    await source.next();
    const waiting = [source.next(), source.arrival()];
    await source.close();
    expect(await Promise.all(waiting)).toEqual([null, false]);
  });

  it('that is closed at once leaves nothing behind', async () => {
    const { source } = open(film);
    await source.close();
    expect(ffmpegProcessCount()).toBe(0);
  });
});

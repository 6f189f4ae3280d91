// Cameras that speak HTTP: what they send is seen as it comes, and nothing else that speaks HTTP is ever seen.
import { startHttpCamera, type HttpCamera, type HttpCameraOptions } from '@vitrine/tools';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fpsOf, Sources, TestFilms } from '../helpers/sources.js';

const films = new TestFilms();
const cameras: HttpCamera[] = [];
const children: ChildProcess[] = [];
let sources = new Sources();
let pictures: Buffer[];

beforeAll(() => (pictures = films.pictures()));
afterEach(async () => {
  await sources.close();
  sources = new Sources();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(cameras.splice(0).map((camera) => camera.close()));
});
afterAll(() => films.remove());

async function camera(options: Omit<HttpCameraOptions, 'pictures'> = {}): Promise<HttpCamera> {
  const started = await startHttpCamera({ pictures, ...options });
  cameras.push(started);
  return started;
}

describe('an MJPEG camera', () => {
  it.each([
    ['with a boundary before each picture', {}],
    ['without one before the first', { startsWithoutBoundary: true }],
  ])('%s gives all the frames it sends, at the time they come', async (_, options) => {
    const { frames, untilFrames, statuses } = sources.open(`${(await camera(options)).url}/video`);
    await untilFrames(5);
    frames.length = 0;
    await untilFrames(20);
    expect(fpsOf(frames)).toBeGreaterThan(3);
    expect(fpsOf(frames)).toBeLessThan(7);
    expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'live']);
  });

  it('is logged in to, and says so when the password is wrong', async () => {
    const { url } = await camera({ login: "admin:it's#1" });
    const right = sources.open(`${url}/video`, { user: 'admin', password: "it's#1" });
    const wrong = sources.open(`${url}/video`, { user: 'admin', password: 'other' });
    await right.until('live');
    await wrong.until('failed', 'unauthorised');
  });
});

it('polls a still picture as often as frames are wanted', async () => {
  const { frames, untilFrames, source } = sources.open(`${(await camera()).url}/still`, { fps: 4 });
  await untilFrames(3);
  frames.length = 0;
  await untilFrames(12);
  expect(fpsOf(frames)).toBeGreaterThan(2);
  expect(fpsOf(frames)).toBeLessThan(6);
  expect(source.status()).toMatchObject({ state: 'live', stats: { reconnects: 0 } });
});

it('plays a list of segments without a break', async () => {
  const list = join(films.folder, 'live.m3u8');
  const input = ['-re', '-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10'];
  const segments = ['-g', '40', '-pix_fmt', 'yuv420p', '-f', 'hls', '-hls_time', '4', '-hls_flags', 'delete_segments', list];
  children.push(spawn('ffmpeg', ['-v', 'error', ...input, ...segments], { stdio: 'ignore' }));
  await expect.poll(() => existsSync(list), { timeout: 30_000 }).toBe(true);
  const { frames, untilFrames, statuses } = sources.open(`${(await camera({ folder: films.folder })).url}/files/live.m3u8`);
  await untilFrames(5);
  frames.length = 0;
  await untilFrames(50);
  expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'live']);
  expect(fpsOf(frames)).toBeGreaterThan(3);
});

describe('what is no camera', () => {
  it.each(['/text', '/text?x=.txt', '/text?x=.m3u8', '/text?x=.mp4', '/nothing'])('%s is never seen', async (path) => {
    const { frames, until, source } = sources.open((await camera()).url + path);
    await until('failed');
    expect(frames).toEqual([]);
    expect(['invalid_source', 'not_found']).toContain(source.status().error!.code);
  });

  it('is not reached where cameras may not be, by no way', async () => {
    const inner = await camera();
    const elsewhere = inner.url.replace('127.0.0.1', '127.0.0.2');
    const list = `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n${elsewhere}/files/a.ts\n`;
    writeFileSync(join(films.folder, 'leads-away.m3u8'), list);
    const outer = await camera({ redirect: `${elsewhere}/video`, folder: films.folder });
    sources = new Sources(['127.0.0.1/32']);
    const ways = [`${elsewhere}/video`, `${outer.url}/away`, `${outer.url}/files/leads-away.m3u8`];
    const opened = ways.map((way) => sources.open(way));
    await Promise.all(opened.map(({ until }) => until('failed', 'not_allowed')));
    await sleep(500);
    expect(inner.requests).toEqual([]);
    expect(opened.flatMap(({ frames }) => frames)).toEqual([]);
  });

  it('on this machine itself is not dialled unless it is allowed', async () => {
    const inner = await camera();
    sources = new Sources(['192.168.0.0/16']);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]']) {
      await sources.open(inner.url.replace('127.0.0.1', host) + '/video').until('failed', 'not_allowed');
    }
    expect(inner.requests).toEqual([]);
  });
});

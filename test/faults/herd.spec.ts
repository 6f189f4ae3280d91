// Many cameras at once: dead ones cost a healthy one nothing, and what is deleted is gone.
import { freePort, startRtspCamera, type RtspCamera } from '@vitrine/tools';
import { ffmpegProcessCount } from '@vitrine/stream-worker';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { fpsOf, Sources, TestFilms } from '../helpers/sources.js';

const films = new TestFilms();
let sources: Sources;
let camera: RtspCamera;

beforeAll(async () => {
  camera = await startRtspCamera({ file: films.film() });
  sources = new Sources(['127.0.0.0/8', '192.0.2.0/24'], [films.folder]);
});
afterEach(() => sources.close());
afterAll(async () => {
  await camera.close();
  films.remove();
});

it('keeps the frames of a healthy camera beside 120 dead ones and a poisoned address', async () => {
  const healthy = sources.open(camera.url);
  await healthy.untilFrames(5);
  const dead = await freePort();
  for (let number = 0; number < 100; number += 1) sources.open(`rtsp://127.0.0.1:${dead}/${number}`);
  for (let number = 0; number < 20; number += 1) sources.open(`rtsp://192.0.2.${number + 1}/`);
  sources.open(`${films.folder}/a%00b.mp4`);
  healthy.frames.length = 0;
  await healthy.untilFrames(40);
  expect(fpsOf(healthy.frames)).toBeGreaterThan(3);
  expect(healthy.source.status()).toMatchObject({ state: 'live', stats: { reconnects: 0 } });
  expect(ffmpegProcessCount(), 'none is spent on a host that does not answer').toBeLessThanOrEqual(2);
});

it('stops contacting 256 deleted cameras at once', async () => {
  let contacts = 0;
  const server = createServer((connection) => {
    contacts += 1;
    connection.on('error', () => undefined).destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  for (let number = 0; number < 256; number += 1) sources.open(`rtsp://127.0.0.1:${port}/${number}`);
  await expect.poll(() => contacts, { timeout: 30_000 }).toBeGreaterThan(256);
  const startedAtMs = performance.now();
  await sources.close();
  expect(performance.now() - startedAtMs, 'ms until all are gone').toBeLessThan(2_000);
  const before = contacts;
  await sleep(1_000);
  expect(contacts).toBe(before);
  expect(ffmpegProcessCount()).toBe(0);
  server.close();
});

it('leaves no quiet ffmpeg behind when the process that reads is killed', async () => {
  const reader = spawn(process.execPath, [fileURLToPath(new URL('../fixtures/reader.mjs', import.meta.url)), camera.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(reader.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString('utf8'));
  expect(() => process.kill(pid, 0)).not.toThrow();
  camera.stall();
  reader.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  camera.resume();
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

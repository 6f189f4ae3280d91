// What operators and subscribers see when cameras and the worker fail, with everything real but the cameras.
import type { QueryAnswer } from '@vitrine/contracts';
import { freePort, makeDemoVideo, startRtspCamera, startService, Subscriber, type RunningService } from '@vitrine/tools';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const CONFIG = fileURLToPath(new URL('../fixtures/quick-to-retry.yaml', import.meta.url));
const PATIENCE_MS = 60_000;
/** The worker's memory settles within this while a camera is tried again and again. */
const SLACK_BYTES = 80 * 2 ** 20;

let folder: string;
let film: string;
let service: RunningService;
let subscriber: Subscriber;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-faults-'));
  film = join(folder, 'film.mp4');
  await makeDemoVideo(film);
  service = await startService({ configPath: CONFIG });
  subscriber = await Subscriber.open(service, ['cameras', 'hour']);
});

afterAll(async () => {
  subscriber?.close();
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Wanted {
  readonly state: string;
  readonly code?: string;
}

/** Waits for news, not for what was said before. */
async function untilNews(id: string, { state, code }: Wanted): Promise<void> {
  await subscriber.until(
    'camera',
    (camera) => camera.cameraId === id && camera.state === state && (!code || camera.error?.code === code),
    PATIENCE_MS,
  );
  subscriber.messages.length = 0;
}

const add = (id: string, url: string, settings: object = {}) => service.client.cameras.create({ id, name: id, url, ...settings });
const remove = (id: string) => service.client.cameras.remove(id);
const view = (id: string) => service.client.cameras.get(id);
const status = () => service.client.status();
const readersOf = (text: string) => Number(spawnSync('pgrep', ['-fc', `ffmpeg .*${text}`], { encoding: 'utf8' }).stdout.trim());

it.each(['basic', 'digest'] as const)('explains a wrong password (%s) without repeating it', async (scheme) => {
  const camera = await startRtspCamera({ file: film, credentials: { user: 'guard', password: 'right', scheme } });
  await add(scheme, camera.url.replace('right', 'wr0ng'));
  await untilNews(scheme, { state: 'failed', code: 'unauthorised' });
  expect((await view(scheme)).error).toMatchObject({ code: 'unauthorised' });
  expect(JSON.stringify(await view(scheme)) + service.output()).not.toContain('wr0ng');
  await camera.close();
});

it.each([
  ['notes.txt', () => Buffer.from('not a video\n'.repeat(50))],
  ['notes.mp4', () => Buffer.from('not a video\n'.repeat(50))],
  ['noise.mp4', () => randomBytes(100_000)],
])('explains a file that is not a video (%s)', async (name, content) => {
  await writeFile(join(folder, name), content());
  const id = name.replace('.', '-');
  await add(id, join(folder, name));
  await untilNews(id, { state: 'failed', code: 'invalid_source' });
  expect((await view(id)).error?.remedy).toContain('video');
});

it('explains a source that has sound only', async () => {
  const sound = join(folder, 'sound.m4a');
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=2', '-c:a', 'aac', sound]);
  await add('sound', sound);
  await untilNews('sound', { state: 'failed', code: 'no_video' });
});

it('reads a camera over UDP and with a digest login', async () => {
  const camera = await startRtspCamera({ file: film, credentials: { user: 'guard', password: 'a b/c@d', scheme: 'digest' } });
  await add('udp', camera.url, { transport: 'udp' });
  await untilNews('udp', { state: 'live' });
  await remove('udp');
  await camera.close();
});

it('sees a camera stall, and sees it die and come back, without a restart', async () => {
  const port = await freePort();
  const camera = await startRtspCamera({ file: film, port });
  await add('door', camera.url);
  await untilNews('door', { state: 'live' });
  camera.stall();
  await untilNews('door', { state: 'reconnecting', code: 'stalled' });
  await camera.close();
  await untilNews('door', { state: 'reconnecting', code: 'unreachable' });
  const again = await startRtspCamera({ file: film, port });
  await untilNews('door', { state: 'live' });
  await remove('door');
  await again.close();
});

it('tries a dead camera again and again in bounded memory, one ffmpeg at a time', async () => {
  await add('dead', `rtsp://127.0.0.1:${await freePort()}/dead`);
  const untilAttempts = async (attempts: number): Promise<number> => {
    await expect
      .poll(async () => (await view('dead')).stats?.reconnects ?? 0, { timeout: PATIENCE_MS })
      .toBeGreaterThan(attempts);
    return (await status()).worker.stats!.rssBytes;
  };
  const early = await untilAttempts(5);
  const late = await untilAttempts(60);
  expect(late - early, 'growth in bytes over 55 attempts').toBeLessThan(SLACK_BYTES);
  expect(readersOf('/dead')).toBeLessThanOrEqual(1);
  await remove('dead');
});

it('takes nobody for dead when the machine has slept for 35 s', async () => {
  const camera = await startRtspCamera({ file: film });
  await add('night', camera.url);
  await untilNews('night', { state: 'live' });
  const { restarts } = (await status()).worker;
  const sleepers = [service.process.pid!, workerOf(service)];
  for (const pid of sleepers) process.kill(pid, 'SIGSTOP');
  await sleep(35_000);
  for (const pid of sleepers) process.kill(pid, 'SIGCONT');
  const { analysedFrames } = (await view('night')).stats!;
  await expect
    .poll(async () => (await view('night')).stats!.analysedFrames, { timeout: PATIENCE_MS })
    .toBeGreaterThan(analysedFrames);
  expect((await view('night')).state).toBe('live');
  expect((await status()).worker.restarts).toBe(restarts);
  await remove('night');
  await camera.close();
});

it('replaces a killed worker, loses nothing counted, and leaves no ffmpeg behind', async () => {
  const camera = await startRtspCamera({ file: film });
  await add('hall', camera.url);
  await untilNews('hall', { state: 'live' });
  await subscriber.until('hour', ({ cameraId, visits }) => cameraId === 'hall' && visits > 0, PATIENCE_MS);
  // The store has it within the second after.
  await expect.poll(countVisitors, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
  const counted = await countVisitors();
  const { restarts } = (await status()).worker;
  process.kill(workerOf(service), 'SIGKILL');
  await untilNews('hall', { state: 'reconnecting', code: 'worker_down' });
  await untilNews('hall', { state: 'live' });
  expect((await status()).worker.restarts).toBe(restarts + 1);
  expect(await countVisitors()).toBeGreaterThanOrEqual(counted);
  expect(readersOf(camera.url), 'ffmpeg processes that read this camera').toBe(1);
  await service.stop();
  expect(readersOf(camera.url), 'ffmpeg processes once the service has stopped').toBe(0);
  await camera.close();
});

it('leaves no worker and no ffmpeg behind when the service itself is killed', async () => {
  const camera = await startRtspCamera({ file: film });
  const killed = await startService({ configPath: CONFIG });
  await killed.client.cameras.create({ id: 'door', name: 'door', url: camera.url });
  await expect.poll(() => readersOf(camera.url), { timeout: PATIENCE_MS }).toBe(1);
  const worker = workerOf(killed);
  killed.process.kill('SIGKILL');
  await expect.poll(() => isAlive(worker), { timeout: PATIENCE_MS }).toBe(false);
  await expect.poll(() => readersOf(camera.url), { timeout: PATIENCE_MS }).toBe(0);
  await killed.stop();
  await camera.close();
});

function workerOf({ process: { pid } }: RunningService): number {
  return Number(spawnSync('pgrep', ['-P', String(pid), '-f', 'stream-worker'], { encoding: 'utf8' }).stdout.trim());
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function countVisitors(): Promise<number> {
  const now = Date.now();
  const query = `metrics=visits&from=${now - 3_600_000}&to=${now + 60_000}`;
  return Number((await service.request<QueryAnswer>(`/api/v1/query?${query}`)).rows[0]!['visits']);
}

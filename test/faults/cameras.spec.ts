// What operators and subscribers see when cameras and the worker fail, with everything real but the cameras.
import type { CameraView, ServiceStatus } from '@vitrine/contracts';
import { makeDemoVideo, startRtspCamera, startService, Subscriber, freePort, type RunningService } from '@vitrine/tools';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
let film: string;
let service: RunningService;
let subscriber: Subscriber;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-faults-'));
  film = join(folder, 'film.mp4');
  await makeDemoVideo(film);
  service = await startService();
  subscriber = await Subscriber.open(service, ['cameras']);
});

afterAll(async () => {
  subscriber?.close();
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

const addCamera = (id: string, url: string) =>
  service.request('/api/v1/cameras', { method: 'POST', body: { id, name: id, url } });
const untilState = (id: string, state: string, code?: string) =>
  subscriber.until(
    'camera',
    (camera) => camera.cameraId === id && camera.state === state && (!code || camera.error?.code === code),
    30_000,
  );

it('explains a wrong password without repeating it, by WebSocket and by REST', async () => {
  const camera = await startRtspCamera({ file: film, user: 'guard', password: 'right' });
  await addCamera('locked', camera.url.replace('right', 'wr0ng'));
  await untilState('locked', 'failed', 'unauthorised');
  const view = await service.request<CameraView>('/api/v1/cameras/locked');
  expect(view.error).toMatchObject({ code: 'unauthorised' });
  expect(JSON.stringify(view) + service.output()).not.toContain('wr0ng');
  await camera.close();
});

it('explains a file that is not a video', async () => {
  const text = join(folder, 'notes.mp4');
  await writeFile(text, 'not a video\n'.repeat(50));
  await addCamera('text', text);
  await untilState('text', 'failed', 'invalid_source');
});

it('sees a camera stall, and sees it die and come back, without a restart', async () => {
  const port = await freePort();
  const camera = await startRtspCamera({ file: film, port });
  await addCamera('door', camera.url);
  await untilState('door', 'live');
  camera.stall();
  await untilState('door', 'reconnecting', 'stalled');
  await camera.close();
  await untilState('door', 'reconnecting', 'unreachable');
  subscriber.messages.length = 0;
  const again = await startRtspCamera({ file: film, port });
  await untilState('door', 'live');
  await service.request('/api/v1/cameras/door', { method: 'DELETE' });
  await again.close();
});

it('replaces a killed worker, which leaves no ffmpeg behind', async () => {
  const camera = await startRtspCamera({ file: film });
  await addCamera('hall', camera.url);
  await untilState('hall', 'live');
  const worker = spawnSync('pgrep', ['-P', String(service.process.pid), '-f', 'stream-worker'], {
    encoding: 'utf8',
  }).stdout.trim();
  process.kill(Number(worker), 'SIGKILL');
  await untilState('hall', 'reconnecting', 'worker_down');
  subscriber.messages.length = 0;
  await untilState('hall', 'live');
  expect((await service.request<ServiceStatus>('/api/v1/status')).worker.restarts).toBe(1);
  const readers = spawnSync('pgrep', ['-fc', `ffmpeg .*${camera.url}`], { encoding: 'utf8' }).stdout.trim();
  expect(readers, 'ffmpeg processes that read this camera').toBe('1');
  await camera.close();
});

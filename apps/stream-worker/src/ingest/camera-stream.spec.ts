// With the real ffmpeg, on a film that it makes itself.
import { workerConfigSchema, type CameraSpec, type CameraStatus } from '@vitrine/contracts';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CameraStream } from './camera-stream.js';
import { ffmpegProcessCount } from './decoder.js';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const config = { ...workerConfigSchema.parse({}).ingest, detectWidthPx: 160, backoffMinMs: 50, backoffMaxMs: 100 };

describe.skipIf(!hasFfmpeg)(hasFfmpeg ? 'a camera stream' : 'SKIPPED without ffmpeg: apt-get install ffmpeg', () => {
  let folder: string;
  let film: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vitrine-stream-'));
    film = join(folder, 'film.mp4');
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=320x240:rate=25:duration=2',
      '-pix_fmt',
      'yuv420p',
      film,
    ]);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function open(url: string, fps = 10): { stream: CameraStream; statuses: CameraStatus[] } {
    const spec: CameraSpec = { id: 'door', name: 'Door', url, enabled: true, fps, transport: 'tcp' };
    const statuses: CameraStatus[] = [];
    const stream = new CameraStream(spec, config, { onStatus: (status) => statuses.push(status) });
    stream.start();
    return { stream, statuses };
  }

  it('gives each frame twice: whole, and small for detection', async () => {
    const { stream } = open(film);
    const frame = await stream.nextFrame();
    expect(frame).toMatchObject({ cameraId: 'door', index: 0 });
    expect([frame!.full.widthPx, frame!.full.heightPx]).toEqual([320, 240]);
    expect([frame!.small.widthPx, frame!.small.heightPx]).toEqual([160, 120]);
    await stream.close();
  });

  it('counts what nobody took in time, and how long a frame was in hand', async () => {
    const { stream } = open(film);
    await stream.nextFrame();
    await new Promise((resolve) => setTimeout(resolve, 600));
    const late = await stream.nextFrame();
    const { stats } = stream.status();
    expect(late!.index).toBeGreaterThan(2);
    expect(stats!.droppedFrames).toBe(late!.index - 1);
    expect(stats!.frameAgeMs).toBeGreaterThanOrEqual(600);
    await stream.close();
  });

  it('takes the end of a stream for a loss and connects again', async () => {
    const { stream, statuses } = open(film);
    await expect.poll(() => stream.status().stats?.reconnects, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(() => statuses.filter(({ state }) => state === 'live').length, { timeout: 10_000 }).toBeGreaterThan(1);
    expect(statuses.find(({ state }) => state === 'reconnecting')?.error).toMatchObject({ code: 'ended' });
    await stream.close();
  });

  it('gives up where only other settings help', async () => {
    const { stream } = open(join(folder, 'no-such-film.mp4'));
    await expect.poll(() => stream.status().state, { timeout: 10_000 }).toBe('failed');
    expect(stream.status().error).toMatchObject({ code: 'not_found' });
    await stream.close();
  });

  it('ends the wait for a frame when it is closed, and leaves no process', async () => {
    const { stream } = open(film, 0.2);
    await stream.nextFrame();
    const waiting = stream.nextFrame();
    await stream.close();
    expect(await waiting).toBeNull();
    expect(ffmpegProcessCount()).toBe(0);
  });
});

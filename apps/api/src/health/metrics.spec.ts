import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../fleet/fixtures/worker-double.js';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';

const hasPromtool = spawnSync('promtool', ['--version']).error === undefined;

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
  await test.rest.post('/api/v1/cameras').send({ id: 'door', name: 'Door', url: 'rtsp://u:s3cret@192.0.2.1/' }).expect(201);
  const losses = {
    framesFailed: 0,
    facesSmall: 7,
    facesTurned: 0,
    facesBlurred: 0,
    facesUnjudged: 0,
    visitsUnseen: 0,
    previewsDropped: 0,
  };
  const picture = { widthPx: 1280, heightPx: 720, decodedFrames: 100, analysedFrames: 20, droppedFrames: 3 };
  const stats = { ...picture, measuredFps: 4.9, frameAgeMs: 100, frameAgeP95Ms: 250, reconnects: 1, losses };
  test.worker.say({
    kind: 'camera',
    status: { cameraId: 'door', state: 'live', sinceMs: 0, nextTryAtMs: null, error: null, stats, atMs: 1 },
  });
  for (const analysedMs of [20_000, 45_500])
    test.worker.say({ kind: 'coverage', coverage: { cameraId: 'door', minuteStartMs: 60_000, analysedMs } });
  await test.rest
    .post('/api/v1/webhooks')
    .send({ name: 'One', url: 'https://example.org/', events: ['camera.removed'] })
    .expect(201);
  await until(async () =>
    (await test.rest.get('/metrics')).text.includes('vitrine_camera_analysed_seconds_total{camera="door"} 45.5'),
  );
});
afterAll(() => test.close());

const scrape = async () => (await test.rest.get('/metrics').expect(200)).text;

describe('/metrics', () => {
  it('tells per camera what was decoded, analysed and lost, by reason', async () => {
    const text = await scrape();
    for (const line of [
      'vitrine_camera_frames_decoded_total{camera="door"} 100',
      'vitrine_camera_lost_total{camera="door",reason="faces_small"} 7',
      'vitrine_camera_lost_total{camera="door",reason="frames_replaced"} 3',
      'vitrine_camera_frame_age_p95_seconds{camera="door"} 0.25',
      'vitrine_camera_analysed_seconds_total{camera="door"} 45.5',
      'vitrine_worker_ready 1',
      'vitrine_store_ok 1',
      'vitrine_store_late_visits_total 0',
      'vitrine_store_lost_commits_total 0',
      'vitrine_subscribers 0',
    ])
      expect(text).toContain(line);
    expect(text).toMatch(/vitrine_webhook_dead_letters\{webhook="[\w-]+"\} 0/);
    expect(text).not.toContain('s3cret');
  });

  it('needs system:read', async () => {
    await test.stranger.get('/metrics').expect(401);
  });

  it.skipIf(!hasPromtool)(
    hasPromtool ? 'passes promtool’s check' : 'SKIPPED without promtool: apt-get install prometheus',
    async () => {
      const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: await scrape(), encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    },
  );
});

describe('readiness', () => {
  it('is there while the worker runs and the store answers, and says what is not', async () => {
    expect((await test.stranger.get('/ready').expect(200)).body).toMatchObject({ ready: true });
    process.kill(test.worker.run.pid, 'SIGKILL');
    await until(async () => (await test.stranger.get('/ready')).status === 503);
    const { body } = await test.stranger.get('/ready');
    expect(body.ready === false ? body.checks : [{ name: 'worker' }]).toContainEqual(expect.objectContaining({ name: 'worker' }));
  });
});

import type { CameraView, ProbeStep } from '@vitrine/contracts';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';
import { until } from '../fleet/fixtures/worker-double.js';

const SECRET = /s3cret|t0p/i;
const DOOR = { id: 'door', name: 'Door', url: 'rtsp://viewer:s3cret@192.0.2.1/live?token=t0p&channel=1' };

let test: TestApp;
let dataDir: string;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vitrine-credentials-'));
  test = await startTestApp({ dataDir });
  await test.rest.post('/api/v1/cameras').send(DOOR).expect(201);
});
afterEach(async () => {
  await test.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const path = '/api/v1/cameras/door';
const told = async (isSo: (camera: Record<string, unknown>) => boolean) => {
  const camera = () => test.worker.state.cameras[0] as unknown as Record<string, unknown>;
  await until(() => test.worker.state.cameras.length === 1 && isSo(camera()));
  return camera();
};

describe('what opens a camera', () => {
  it('is told to the worker alone, in fields of its own', async () => {
    expect(await told(() => true)).toMatchObject({
      url: 'rtsp://192.0.2.1/live?token=t0p&channel=1',
      user: 'viewer',
      password: 's3cret',
    });
    const shown = (await test.rest.get(path)).body as CameraView;
    expect(shown).toMatchObject({ url: 'rtsp://192.0.2.1/live?***&channel=1', hasCredentials: true });
    expect(JSON.stringify([shown, (await test.rest.get('/api/v1/cameras')).body])).not.toMatch(SECRET);
  });

  it('lies nowhere in the data folder in the clear', () => {
    const files = readdirSync(dataDir).filter((name) => name.startsWith('vitrine.duckdb'));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) expect(readFileSync(join(dataDir, name)).toString('latin1')).not.toMatch(SECRET);
  });

  it('stays when what was shown is sent back', async () => {
    const { url } = (await test.rest.get(path)).body as CameraView;
    await test.rest.patch(path).send({ url, fps: 2 }).expect(200);
    expect(await told(({ fps }) => fps === 2)).toMatchObject({ url: expect.stringContaining('token=t0p'), password: 's3cret' });
  });

  it('stays with another path of the same host, and is cleared by null', async () => {
    await test.rest.patch(path).send({ url: 'rtsp://192.0.2.1/other' }).expect(200);
    expect(await told(({ url }) => url === 'rtsp://192.0.2.1/other')).toMatchObject({ user: 'viewer', password: 's3cret' });
    const { body } = await test.rest.patch(path).send({ user: null, password: null }).expect(200);
    expect(body).toMatchObject({ hasCredentials: false });
  });

  it.each(['rtsp://192.0.2.66/live', 'rtsp://192.0.2.1:8554/live', 'http://192.0.2.1/live'])(
    'is not sent along to %s',
    async (url) => {
      const { body } = await test.rest.patch(path).send({ url }).expect(422);
      expect(body).toMatchObject({ code: 'credentials_needed', field: 'password' });
      await test.rest.patch(path).send({ url, user: 'viewer', password: 'new' }).expect(200);
      expect(await told((camera) => camera['url'] === url)).toMatchObject({ password: 'new' });
    },
  );
});

describe('a camera in trouble', () => {
  it('is tried at once on demand, and what happened is told', async () => {
    const error = { code: 'not_found' as const, message: 'No stream.', remedy: 'Check.', atMs: 1 };
    const failed = { cameraId: 'door', state: 'failed' as const, sinceMs: 1, nextTryAtMs: 9, error, stats: null, atMs: 2 };
    test.worker.say({ kind: 'camera', status: failed }, { kind: 'camera', status: { ...failed, atMs: 3 } });
    await until(async () => ((await test.rest.get(path)).body as CameraView).state === 'failed');
    await test.rest.post(`${path}/retry`).expect(204);
    await until(() => test.worker.state.retries['door'] === 1);
    const { events } = (await test.rest.get(`${path}/events`).expect(200)).body as { events: { kind: string }[] };
    expect(events.map(({ kind }) => kind)).toEqual(['retried', 'failed', 'added']);
    await test.rest.post('/api/v1/cameras/none/retry').expect(404);
  });

  it('is tried out by the worker, with its stored password', async () => {
    const steps: ProbeStep[] = [{ step: 'name', ok: false, detail: 'unknown', remedy: 'correct it' }];
    const answer = test.rest.post('/api/v1/cameras/probe').send({ id: 'door', transport: 'udp' });
    const answered = answer.then(({ status, body }) => ({ status, body: body as unknown }));
    await until(() => test.worker.state.probes.length === 1);
    const { probeId, camera } = test.worker.state.probes[0]!;
    expect(camera).toMatchObject({ password: 's3cret', transport: 'udp' });
    test.worker.say({ kind: 'probed', probeId, steps });
    expect(await answered).toEqual({ status: 200, body: { steps } });
    await until(() => test.worker.state.probes.length === 0);
  });
});

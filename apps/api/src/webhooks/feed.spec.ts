import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../fleet/fixtures/worker-double.js';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';

const ROTATE = fileURLToPath(new URL('../../../../tools/scripts/rotate-key.mjs', import.meta.url));
const DOOR = { id: 'door', name: 'Door', url: 'rtsp://192.0.2.1/stream', user: 'u', password: 's3cret' };

let folder: string;
let test: TestApp;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vitrine-hooks-'))));
afterEach(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

it('tells a webhook of a camera’s trouble, of its removal and of a changed policy', async () => {
  const events: string[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      events.push((JSON.parse(body) as { event: string }).event);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
  test = await startTestApp({ dataDir: folder, config: 'webhooks: { networks: [127.0.0.0/8] }' });
  await test.rest.post('/api/v1/cameras').send(DOOR).expect(201);
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const wish = { name: 'All', url, events: ['camera.trouble', 'camera.removed', 'policy.changed'] };
  await test.rest.post('/api/v1/webhooks').send(wish).expect(201);
  const error = { code: 'stalled' as const, message: 'No frames.', remedy: 'Look.', atMs: 1 };
  const times = { sinceMs: 1, nextTryAtMs: null, atMs: 1 };
  test.worker.say({ kind: 'camera', status: { cameraId: 'door', state: 'reconnecting', error, stats: null, ...times } });
  await until(() => events.includes('camera.trouble'));
  await test.rest.delete('/api/v1/cameras/door').expect(204);
  await until(() => events.includes('camera.removed'));
  await test.rest.patch('/api/v1/policy').send({ minimumGroup: 15 }).expect(200);
  await until(() => events.includes('policy.changed'));
  receiver.close();
});

it('goes on with cameras and webhooks after the key was rotated and the old one is gone', async () => {
  const env = { ...process.env, VITRINE_DATA_DIR: folder };
  const keys = () => readFileSync(join(folder, 'camera.key'), 'utf8').trim().split('\n');
  test = await startTestApp({ dataDir: folder });
  await test.rest.post('/api/v1/cameras').send(DOOR).expect(201);
  await test.rest
    .post('/api/v1/webhooks')
    .send({ name: 'One', url: 'https://example.org/', events: ['camera.trouble'] })
    .expect(201);
  await test.close();
  const [old] = keys();
  expect(spawnSync(process.execPath, [ROTATE], { env }).status).toBe(0);
  test = await startTestApp({ dataDir: folder });
  await test.close();
  expect(spawnSync(process.execPath, [ROTATE, '--forget-old'], { env }).status).toBe(0);
  expect(keys()).toEqual([expect.not.stringContaining(old!)]);
  test = await startTestApp({ dataDir: folder });
  expect((await test.rest.get('/api/v1/webhooks').expect(200)).body).toMatchObject([
    { name: 'One', url: 'https://example.org/' },
  ]);
  await until(() => test.worker.state.cameras.length === 1);
  expect(test.worker.state.cameras[0]).toMatchObject({ id: 'door', password: 's3cret' });
});

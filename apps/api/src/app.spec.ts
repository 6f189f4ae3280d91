import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from './app.js';
import { startTestApp, TOKEN, type TestApp } from './fixtures/test-app.js';

let folder: string;
let first: TestApp | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-app-'));
  first = null;
});
afterEach(async () => {
  await first?.close();
  rmSync(folder, { recursive: true });
});

describe('the service', () => {
  it('has its cameras again after a restart; those of the configuration do not overwrite them', async () => {
    const config =
      'cameras:\n  - { id: door, name: Door, url: "rtsp://192.0.2.1/" }\n  - { id: bad, name: Bad, url: nonsense }\n';
    first = await startTestApp({ dataDir: folder, config });
    await first.rest.patch('/api/v1/cameras/door').send({ name: 'Front door' }).expect(200);
    await first.rest.post('/api/v1/cameras').send({ id: 'gate', name: 'Gate', url: 'rtsp://192.0.2.2/' }).expect(201);
    await first.close();
    first = await startTestApp({ dataDir: folder, config });
    const { body } = await first.rest.get('/api/v1/cameras').expect(200);
    expect((body as { id: string; name: string }[]).map(({ id, name }) => [id, name])).toEqual([
      ['door', 'Front door'],
      ['gate', 'Gate'],
    ]);
    expect(first.worker.state.cameras.map(({ id }) => id)).toEqual(['door', 'gate']);
  });

  it('tells what the worker runs on and who listens', async () => {
    first = await startTestApp({ dataDir: folder });
    expect((await first.rest.get('/api/v1/status').expect(200)).body).toMatchObject({
      status: 'ok',
      worker: { state: 'ready', restarts: 0, runtime: { detector: 'scripted', provider: 'cpu' }, message: null },
      subscribers: { connected: 0, strangers: 0, droppedMessages: 0 },
    });
  });

  it('says which setting to change when its port is taken', async () => {
    first = await startTestApp();
    const environment = {
      host: '127.0.0.1',
      port: Number(new URL(first.app.url).port),
      dataDir: folder,
      token: TOKEN,
      oidcSecret: null,
      configPath: null,
      storeUrl: null,
      busUrl: null,
    };
    const second = createApp({ environment, log: pino({ level: 'silent' }), workerEntry: import.meta.filename });
    await expect(second).rejects.toThrow(/VITRINE_PORT: .*EADDRINUSE.*Hint: stop what listens there/);
  });

  it('does not start without its worker', async () => {
    const environment = {
      host: '127.0.0.1',
      port: 0,
      dataDir: folder,
      token: TOKEN,
      oidcSecret: null,
      configPath: null,
      storeUrl: null,
      busUrl: null,
    };
    const app = createApp({ environment, log: pino({ level: 'silent' }), workerEntry: join(folder, 'none.js') });
    await expect(app).rejects.toThrow(/npm run build/);
  });
});

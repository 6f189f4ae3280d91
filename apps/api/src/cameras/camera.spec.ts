import { cameraViewSchema, completeCamera, type CameraView } from '@vitrine/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';
import { RUNTIME, until } from '../fleet/fixtures/worker-double.js';

const DOOR = { id: 'door', name: 'Door', url: 'rtsp://viewer:s3cret@192.0.2.1/stream', fps: 4 };

/** What of its address the worker gets. */
const DIALLED = { url: 'rtsp://192.0.2.1/stream', user: 'viewer', password: 's3cret' };

let test: TestApp;
beforeEach(async () => (test = await startTestApp()));
afterEach(() => test.close());

const cameras = async () => (await test.rest.get('/api/v1/cameras').expect(200)).body as CameraView[];
const add = (camera: object) => test.rest.post('/api/v1/cameras').send(camera);
const lastToldCameras = () => test.worker.state.cameras;

describe('adding', () => {
  it('stores the camera, hides its password, and gives the worker the whole URL', async () => {
    const { body } = await add(DOOR).expect(201);
    expect(cameraViewSchema.parse(body)).toMatchObject({
      id: 'door',
      url: 'rtsp://192.0.2.1/stream',
      hasCredentials: true,
      fps: 4,
      state: 'connecting',
      error: null,
    });
    await until(() => lastToldCameras().length === 1);
    expect(lastToldCameras()).toEqual([completeCamera({ ...DOOR, ...DIALLED })]);
    expect(JSON.stringify([await cameras(), (await test.rest.get('/api/v1/cameras/door')).body])).not.toContain('s3cret');
  });

  it('makes an id of the name', async () => {
    const ids = [];
    for (const name of ['Entrée Süd!', 'Entrée Süd', '入口']) ids.push((await add({ name, url: DOOR.url }).expect(201)).body.id);
    expect(ids).toEqual(['entree-sud', 'entree-sud-2', 'camera']);
  });

  it('says 409 for an id that is taken, also to two at once', async () => {
    const answers = await Promise.all([add(DOOR), add(DOOR)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'camera_exists', field: 'id' });
  });

  it.each([
    [{ ...DOOR, url: 'ftp://x/' }, 'url', /rtsp:\/\//],
    [{ ...DOOR, url: 'rtsp://***@192.0.2.1/stream' }, 'url', /send it whole/],
    [{ ...DOOR, url: 'rtsp://viewer:s3#cret@192.0.2.1/stream' }, 'url', /percent-encode/i],
    [{ ...DOOR, url: 'file:///films/a%2F%00b.mp4' }, 'url', /leave it out/i],
    [{ ...DOOR, name: 'Door\u0007' }, 'name', /control/],
    [{ ...DOOR, password: 'a\nb' }, 'password', /control/i],
    [{ ...DOOR, rotate: 45 }, 'rotate', /./],
    [{ ...DOOR, crop: { x: 0.6, y: 0, width: 0.5, height: 1 } }, 'crop', /./],
    [{ ...DOOR, fps: 99 }, 'fps', /at most 30/],
    [{ ...DOOR, id: '../etc' }, 'id', /letters/],
    [{ ...DOOR, frames: 5 }, 'frames', /Leave out/],
    [{ url: DOOR.url }, 'name', /string/],
  ])('refuses %j and names the field and the remedy', async (camera, field, remedy) => {
    const { body } = await add(camera).expect(422);
    expect(body).toMatchObject({ field, message: expect.any(String), remedy: expect.stringMatching(remedy) });
    expect(await cameras()).toEqual([]);
  });
});

describe('changing', () => {
  it('keeps what is not named, the password too', async () => {
    await add(DOOR);
    await test.rest.patch('/api/v1/cameras/door').send({ fps: 2 }).expect(200);
    await until(() => lastToldCameras()[0]?.fps === 2);
    expect(lastToldCameras()[0]!).toMatchObject(DIALLED);
  });

  it('does not take the redacted URL for the real one', async () => {
    await add(DOOR);
    const { body } = await test.rest.patch('/api/v1/cameras/door').send({ url: 'rtsp://***@192.0.2.1/stream' }).expect(422);
    expect(body).toMatchObject({ code: 'url_redacted', field: 'url' });
  });

  it('keeps the state of a camera that only gets another name, and begins anew with another source', async () => {
    await add(DOOR);
    test.worker.say({
      kind: 'camera',
      status: { cameraId: 'door', state: 'live', sinceMs: 1, nextTryAtMs: null, error: null, stats: null, atMs: 1 },
    });
    await until(async () => (await cameras())[0]!.state === 'live');
    expect((await test.rest.patch('/api/v1/cameras/door').send({ name: 'Front door' })).body.state).toBe('live');
    expect((await test.rest.patch('/api/v1/cameras/door').send({ fps: 1 })).body.state).toBe('connecting');
    expect((await test.rest.patch('/api/v1/cameras/door').send({ enabled: false })).body.state).toBe('disabled');
  });

  it('of a camera that does not exist is 404', async () => {
    await test.rest.patch('/api/v1/cameras/none').send({ fps: 2 }).expect(404);
    await test.rest.get('/api/v1/cameras/none').expect(404);
    await test.rest.delete('/api/v1/cameras/none').expect(404);
  });
});

it('deletes, and ignores what the worker still says of it', async () => {
  await add(DOOR);
  await add({ ...DOOR, id: 'gate' });
  await test.rest.delete('/api/v1/cameras/door').expect(204);
  await until(
    () =>
      lastToldCameras()
        .map(({ id }) => id)
        .join() === 'gate',
  );
  for (const cameraId of ['door', 'gate']) {
    test.worker.say({
      kind: 'camera',
      status: { cameraId, state: 'live', sinceMs: 1, nextTryAtMs: null, error: null, stats: null, atMs: 1 },
    });
  }
  await until(async () => (await cameras()).some(({ state }) => state === 'live'));
  expect((await cameras()).map(({ id }) => id)).toEqual(['gate']);
});

describe('one bad camera', () => {
  it('is shown with its trouble, and the other is not touched', async () => {
    await add(DOOR);
    await add({ id: 'gate', name: 'Gate', url: 'rtsp://192.0.2.2/' });
    const error = { code: 'unauthorised' as const, message: 'The camera refuses the password.', remedy: 'Correct it.', atMs: 2 };
    test.worker.say(
      {
        kind: 'camera',
        status: { cameraId: 'gate', state: 'live', sinceMs: 1, nextTryAtMs: null, error: null, stats: null, atMs: 1 },
      },
      {
        kind: 'camera',
        status: { cameraId: 'door', state: 'failed', sinceMs: 1, nextTryAtMs: null, error, stats: null, atMs: 2 },
      },
    );
    await until(async () => (await cameras())[0]!.state === 'failed');
    expect((await cameras()).map(({ id, state, error }) => [id, state, error?.code])).toEqual([
      ['door', 'failed', 'unauthorised'],
      ['gate', 'live', undefined],
    ]);
  });
});

describe('while the worker is down', () => {
  it('cameras say so, and the next worker is told of them', async () => {
    await add(DOOR);
    await add({ ...DOOR, id: 'off', enabled: false });
    process.kill(test.worker.run.pid, 'SIGKILL');
    await test.worker.started(2);
    expect((await cameras()).map(({ id, state, error }) => [id, state, error?.code])).toEqual([
      ['door', 'reconnecting', 'worker_down'],
      ['off', 'disabled', undefined],
    ]);
    await until(() => test.worker.run.states.length > 0);
    expect(lastToldCameras().map(({ id, url }) => [id, url])).toEqual([
      ['door', DIALLED.url],
      ['off', DIALLED.url],
    ]);
    test.worker.say({ kind: 'ready', runtime: RUNTIME });
    await until(async () => (await cameras())[0]!.state === 'connecting');
    expect((await cameras())[0]!.error).toBeNull();
  });
});

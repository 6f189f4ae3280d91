import { completeCamera } from '@vitrine/contracts';
import { mkdtempSync, rmSync, statSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CameraStore, type StoredCamera } from '../store/camera-store.js';
import { CameraKeys } from './camera-keys.js';
import { CameraVault } from './camera-vault.js';

const DOOR = completeCamera({
  id: 'door',
  name: 'Door',
  url: 'rtsp://192.0.2.1/pw=s3cret',
  user: 'viewer',
  password: 't0p',
  rotate: 90,
});

class MemoryStore extends CameraStore {
  readonly rows = new Map<string, StoredCamera>();
  list = () => Promise.resolve([...this.rows.values()]);
  save = (camera: StoredCamera) => Promise.resolve(void this.rows.set(camera.id, camera));
  remove = (id: string) => Promise.resolve(void this.rows.delete(id));
}

let folder: string;
let store: MemoryStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-vault-'));
  store = new MemoryStore();
});
afterEach(() => rmSync(folder, { recursive: true }));

const vault = () => new CameraVault(store, CameraKeys.obtain(folder));

it('gives back what it keeps, and keeps nothing legible of what opens the camera', async () => {
  await vault().save(DOOR);
  expect(await vault().list()).toEqual({ cameras: [DOOR], lost: [] });
  expect(JSON.stringify([...store.rows.values()])).not.toMatch(/s3cret|t0p|viewer|192\.0\.2\.1/);
  expect(statSync(join(folder, 'camera.key')).mode & 0o777).toBe(0o600);
});

it('seals at the first start what release 0.1.0 kept in the clear', async () => {
  const settings = { name: 'Door', url: 'rtsp://viewer:s3cret@192.0.2.1/', enabled: true, fps: 4, transport: 'tcp' };
  store.rows.set('door', { id: 'door', settings });
  const { cameras } = await vault().list();
  expect(cameras).toMatchObject([{ url: 'rtsp://192.0.2.1/', user: 'viewer', password: 's3cret', fps: 4, loop: false }]);
  expect(JSON.stringify(store.rows.get('door'))).not.toContain('s3cret');
});

it('tells of a camera that no key opens, and of one sealed for another', async () => {
  await vault().save(DOOR);
  store.rows.set('gate', { ...store.rows.get('door')!, id: 'gate' });
  expect((await vault().list()).lost.map(({ id }) => id)).toEqual(['gate']);
  rmSync(join(folder, 'camera.key'));
  expect((await vault().list()).lost.map(({ id }) => id)).toEqual(['door', 'gate']);
});

it('opens with an older key what a newer one did not seal', async () => {
  await vault().save(DOOR);
  const path = join(folder, 'camera.key');
  const old = readFileSync(path, 'utf8');
  writeFileSync(path, `${Buffer.alloc(32, 7).toString('base64url')}\n${old}`);
  expect((await vault().list()).cameras).toEqual([DOOR]);
});

// A backup is worth what can be restored of it.
import { fileStoreUrl, openStores } from '@vitrine/api';
import { backUp, restore, startPostgres, storePlace } from '@vitrine/tools';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minute } from './changes.js';
import { DATABASES } from './databases.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vitrine-backup-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function count(url: string, seq: number): Promise<void> {
  const stores = await openStores(url);
  await stores.counts.apply({ source: 'test', seq, changes: [minute(`place-${seq}`, 0, 5)] });
  await stores.close();
}

async function places(url: string): Promise<string[]> {
  const stores = await openStores(url);
  const found = await stores.counts.places();
  await stores.close();
  return found;
}

describe('a DuckDB file', () => {
  it('is restored as it was; what was there is kept beside it', async () => {
    const place = storePlace({ VITRINE_DATA_DIR: folder });
    await count(fileStoreUrl(folder), 1);
    const backup = await backUp(place, join(folder, 'backups'));
    await count(fileStoreUrl(folder), 2);
    const before = await restore(place, backup);
    expect(await places(fileStoreUrl(folder))).toEqual(['place-1']);
    expect(readFileSync(before!).length).toBeGreaterThan(0);
    const stores = await openStores(fileStoreUrl(folder));
    expect((await stores.counts.begin()).lostCommits, 'older on purpose').toBe(0);
    await stores.close();
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['of which a bit was flipped', (bytes) => Buffer.from(bytes.map((byte, index) => (index === 5_000 ? byte ^ 1 : byte)))],
    ['that was cut', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['that is empty', () => Buffer.alloc(0)],
  ])('is not restored from a backup %s', async (_how, damaged) => {
    const place = storePlace({ VITRINE_DATA_DIR: folder });
    await count(fileStoreUrl(folder), 1);
    const backup = await backUp(place, join(folder, 'backups'));
    writeFileSync(backup, damaged(readFileSync(backup)));
    await expect(restore(place, backup)).rejects.toThrow('checksum');
    expect(await places(fileStoreUrl(folder))).toEqual(['place-1']);
  });

  it('is not restored from a backup whose checksum is gone', async () => {
    const place = storePlace({ VITRINE_DATA_DIR: folder });
    await count(fileStoreUrl(folder), 1);
    const backup = await backUp(place, join(folder, 'backups'));
    rmSync(`${backup}.sha256`);
    await expect(restore(place, backup)).rejects.toThrow('sha256sum');
  });

  it('says where to look when there is none', async () => {
    await expect(backUp(storePlace({ VITRINE_DATA_DIR: folder }), folder)).rejects.toThrow('VITRINE_DATA_DIR');
  });
});

const { missing } = DATABASES[1]!;
it.skipIf(missing !== null)(missing ?? 'PostgreSQL is backed up while it runs, and restored', async () => {
  const server = await startPostgres();
  try {
    const place = storePlace({ ...process.env, VITRINE_STORE: server.url });
    await count(server.url, 1);
    const backup = await backUp(place, folder);
    await count(server.url, 2);
    await restore(place, backup);
    expect(await places(server.url)).toEqual(['place-1']);
  } finally {
    await server.close();
  }
});

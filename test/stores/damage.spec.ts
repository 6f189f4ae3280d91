// What a file looks like to the service after a release, a crash, a bad disk.
import { fileStoreUrl, openStores } from '@vitrine/api';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minute, NOON, QUARTER } from './changes.js';

const OF_0_1_0 = fileURLToPath(new URL('../../apps/api/src/store/fixtures/release-0.1.0.duckdb.gz', import.meta.url));

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-damage-'));
  file = join(folder, 'vitrine.duckdb');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file that release 0.1.0 wrote', () => {
  it('opens with its cameras and visits; what it kept of looks is gone', async () => {
    writeFileSync(file, gunzipSync(readFileSync(OF_0_1_0)));
    const stores = await openStores(fileStoreUrl(folder));
    expect((await stores.cameras.list()).map(({ id, settings }) => [id, settings])).toEqual([
      ['door', expect.objectContaining({ name: 'Front door', enabled: true, fps: 5 })],
      ['gate', expect.objectContaining({ name: 'Gate', enabled: false, fps: 2.5 })],
    ]);
    const startMs = Date.UTC(2026, 0, 1, 12);
    const range = { startMs, endMs: startMs + 8 * QUARTER };
    const asked = { range, times: null, places: [{ place: 'door', key: 0 }], looks: [[0]], dwell: true, attributes: [15] };
    const sums = await stores.counts.sums({ ...asked, resolution: 'quarter' });
    expect([sums.visits[0]!.visits, sums.looks, sums.attributes]).toEqual([240, [], []]);
    await stores.close();
    expect(readFileSync(file).includes('gender.female'), 'what was dropped is not in the file').toBe(false);
  });
});

describe('a file that cannot be used', () => {
  it('is refused with a remedy when it is no database, or one of a newer release', async () => {
    writeFileSync(file, 'no database at all. '.repeat(1_000));
    await expect(openStores(fileStoreUrl(folder))).rejects.toMatchObject({
      problem: expect.stringContaining('not a valid DuckDB'),
      remedy: expect.stringContaining('npm run restore'),
    });
  });

  it('is refused when bytes of it were flipped', async () => {
    const stores = await openStores(fileStoreUrl(folder));
    await stores.counts.apply({ source: 'test', seq: 1, changes: [minute('door', 0, 5)] });
    await stores.close();
    const bytes = readFileSync(file);
    for (let index = 12_288; index < bytes.length; index += 997) bytes[index]! ^= 0x5a;
    writeFileSync(file, bytes);
    await expect(openStores(fileStoreUrl(folder))).rejects.toMatchObject({ remedy: expect.stringContaining('npm run restore') });
  });

  it('says so when its log was cut: what is missing is told and not passed over', async () => {
    const stores = await openStores(fileStoreUrl(folder));
    for (let seq = 1; seq <= 20; seq += 1) {
      await stores.counts.apply({ source: 'test', seq, changes: [minute('door', seq, 5)] });
    }
    // As after a crash: the log is there, and half of it was never written.
    const crashed = mkdtempSync(join(tmpdir(), 'vitrine-crashed-'));
    for (const name of ['vitrine.duckdb', 'vitrine.duckdb.mark']) copyFileSync(join(folder, name), join(crashed, name));
    const log = readFileSync(`${file}.wal`);
    writeFileSync(join(crashed, 'vitrine.duckdb.wal'), log.subarray(0, Math.floor(log.length / 2)));
    await stores.close();
    const again = await openStores(fileStoreUrl(crashed));
    const { lostCommits } = await again.counts.begin();
    expect(lostCommits).toBeGreaterThan(5);
    const request = { range: { startMs: NOON, endMs: NOON + 4 * QUARTER }, times: null, places: [{ place: 'door', key: 0 }] };
    const sums = await again.counts.sums({ ...request, resolution: 'quarter', looks: [], dwell: false, attributes: [] });
    expect(sums.visits[0]!.visits).toBe(100 - 5 * lostCommits);
    await again.close();
    rmSync(crashed, { recursive: true, force: true });
  });
});

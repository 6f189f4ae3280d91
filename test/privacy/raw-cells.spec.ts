// What a published block was made of is in no table afterwards, and after the nightly sweep nowhere in the database's files.
import { openStores, type Settling, type Stores } from '@vitrine/api';
import { cryptoRandom, disclose, emptyCells } from '@vitrine/metrics';
import { postgresPrograms, POSTGRES_REMEDY, startPostgres } from '@vitrine/tools';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NOON, QUARTER, settling } from '../stores/changes.js';

/** A true count that nothing else in a file looks like. */
const TELLTALE = 0x5ec2e7a1;
const PLACES = 20;

/** Whether the count stands anywhere in a folder's files, freed pages included. */
function isIn(folder: string): boolean {
  const needle = Buffer.alloc(4);
  needle.writeUInt32LE(TELLTALE);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.some((file) => readFileSync(join(file.parentPath, file.name)).includes(needle));
}

/** Noise may be nothing, so what is published here is something else altogether. */
const publish: Settling['publish'] = (block) =>
  disclose({ ...block, cells: emptyCells(), attributes: [], policyVersion: 1 }, { mode: 'exact' }, cryptoRandom());

async function countAndPublish(stores: Stores): Promise<void> {
  const changes = Array.from({ length: PLACES }, (_, index) => {
    const cells = new Map([
      [2, TELLTALE],
      [102, 150],
    ]);
    return { place: `door-${index}`, minuteStartMs: NOON, visits: 150, analysedMs: 60_000, cells };
  });
  await stores.counts.apply({ source: 'test', seq: 1, changes });
  const published = await stores.counts.settle(settling(15, { publish }));
  expect(published).toHaveLength(PLACES);
  expect((await stores.counts.standing()).rawQuarters, 'raw cells in the table').toBe(0);
}

const places = (stores: Stores) =>
  stores.counts.sums({
    range: { startMs: NOON, endMs: NOON + QUARTER },
    resolution: 'quarter',
    times: null,
    places: [{ place: 'door-0', key: 0 }],
    looks: [[2]],
    dwell: false,
    attributes: [],
  });

it('in a DuckDB file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-raw-'));
  const stores = await openStores(`duckdb:${join(folder, 'vitrine.duckdb')}`);
  await countAndPublish(stores);
  expect(isIn(folder), 'deleted and not swept yet: otherwise this proves nothing').toBe(true);
  const before = await places(stores);
  await stores.counts.sweep(1_000);
  expect(isIn(folder)).toBe(false);
  expect(await places(stores), 'what was published').toEqual(before);
  expect((await stores.counts.standing()).sweptAtMs).toBe(1_000);
  await stores.close();
  expect(isIn(folder)).toBe(false);
  rmSync(folder, { recursive: true });
});

const programs = postgresPrograms();
it.skipIf(programs === null)(programs ? 'in PostgreSQL’s tables (its log is its own business)' : POSTGRES_REMEDY, async () => {
  const server = await startPostgres();
  const tables = join(server.dataDir, 'base');
  const checkpoint = () => execFileSync(join(programs!, 'psql'), [server.url, '-c', 'CHECKPOINT'], { stdio: 'ignore' });
  const stores = await openStores(server.url);
  try {
    await countAndPublish(stores);
    checkpoint();
    expect(isIn(tables), 'deleted and not swept yet: otherwise this proves nothing').toBe(true);
    await stores.counts.sweep(1_000);
    checkpoint();
    expect(isIn(tables)).toBe(false);
  } finally {
    await stores.close();
    await server.close();
  }
});

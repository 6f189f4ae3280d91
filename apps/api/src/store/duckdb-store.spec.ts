import { countOf, MEASURES, MINUTE_MS, setCount, zeroCounts, type CountVector, type Measure } from '@vitrine/metrics';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explainOpenError, openDuckDbFile } from './duckdb-file.js';
import { openStore } from './open-store.js';
import { StoreError, type Store } from './store.js';

const DOOR = {
  id: 'door',
  name: 'Door',
  url: 'rtsp://viewer:s3cret@192.0.2.1/',
  enabled: true,
  fps: 5,
  transport: 'tcp' as const,
};
const NOON_MS = Date.UTC(2026, 0, 1, 12);

let folder: string;
let store: Store | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-store-'));
  store = null;
});
afterEach(async () => {
  await store?.close();
  rmSync(folder, { recursive: true });
});

function counts(values: Partial<Record<Measure, number>>): CountVector {
  const vector = zeroCounts();
  for (const [measure, value] of Object.entries(values)) setCount(vector, measure as Measure, value);
  return vector;
}

const minute = (cameraId: string, offset: number, values: Partial<Record<Measure, number>>) => ({
  cameraId,
  minuteStartMs: NOON_MS + offset * MINUTE_MS,
  counts: counts(values),
});

describe('the store', () => {
  it('has everything after it was closed and opened again, and lets nobody else read it', async () => {
    store = await openStore(folder);
    await store.saveCamera(DOOR);
    await store.saveCamera({ ...DOOR, id: 'gate' });
    await store.saveCamera({ ...DOOR, name: 'Front door', enabled: false });
    await store.deleteCamera('gate');
    await store.addToMinutes([minute('door', 0, { visitors: 2, 'attribute.5_o_Clock_Shadow': 1 })]);
    await store.close();
    store = await openStore(folder);
    expect(await store.listCameras()).toEqual([{ ...DOOR, name: 'Front door', enabled: false }]);
    const [sum] = await store.sumMinutes([{ startMs: NOON_MS, endMs: NOON_MS + MINUTE_MS }], null);
    expect([countOf(sum!.counts, 'visitors'), countOf(sum!.counts, 'attribute.5_o_Clock_Shadow')]).toEqual([2, 1]);
    expect(statSync(join(folder, 'vitrine.duckdb')).mode & 0o777).toBe(0o600);
  });

  it('adds changes to minutes, negative ones too, and says how they now stand', async () => {
    store = await openStore(folder);
    const [first] = await store.addToMinutes([minute('door', 0, { visitors: 2, 'gender.female': 2 })]);
    expect(first).toEqual(minute('door', 0, { visitors: 2, 'gender.female': 2 }));
    const changed = await store.addToMinutes([
      minute('door', 0, { 'gender.female': -1, 'gender.male': 1 }),
      minute('door', 1, { visitors: 1 }),
    ]);
    expect(changed).toEqual([
      minute('door', 0, { visitors: 2, 'gender.female': 1, 'gender.male': 1 }),
      minute('door', 1, { visitors: 1 }),
    ]);
  });

  it('takes many minutes at once, whole', async () => {
    store = await openStore(folder);
    const many = Array.from({ length: 1_200 }, (_, offset) => minute('door', offset, { visitors: 1 }));
    expect(await store.addToMinutes(many)).toHaveLength(1_200);
    const overlong = [...many, { ...minute('door', 0, {}), counts: [0.5, ...MEASURES.slice(1).map(() => Number.NaN)] }];
    await expect(store.addToMinutes(overlong)).rejects.toThrow();
    const [sum] = await store.sumMinutes([{ startMs: NOON_MS, endMs: NOON_MS + 1_200 * MINUTE_MS }], null);
    expect(countOf(sum!.counts, 'visitors')).toBe(1_200);
  });

  it('sums into the bucket in which a minute begins, and leaves out what nobody came into', async () => {
    store = await openStore(folder);
    await store.addToMinutes([
      minute('door', -1, { visitors: 100 }),
      minute('door', 0, { visitors: 1 }),
      minute('gate', 1, { visitors: 2 }),
      minute('door', 9, { visitors: 4 }),
      minute('door', 10, { visitors: 200 }),
    ]);
    const at = (offset: number) => NOON_MS + offset * MINUTE_MS;
    const buckets = [
      { startMs: at(0), endMs: at(2) },
      { startMs: at(2), endMs: at(9) },
      { startMs: at(9), endMs: at(10) },
    ];
    const visitors = async (cameraId: string | null) =>
      (await store!.sumMinutes(buckets, cameraId)).map(({ bucket, counts }) => [bucket, countOf(counts, 'visitors')]);
    expect(await visitors(null)).toEqual([
      [buckets[0], 3],
      [buckets[2], 4],
    ]);
    expect(await visitors('gate')).toEqual([[buckets[0], 2]]);
    expect(await visitors("'; DROP TABLE minute_counts; --")).toEqual([]);
    expect([await store.hasCounts('gate'), await store.hasCounts('none')]).toEqual([true, false]);
  });
});

describe('a file that cannot be used', () => {
  it('is refused with a remedy when it is damaged', async () => {
    writeFileSync(join(folder, 'vitrine.duckdb'), 'no database at all. '.repeat(1_000));
    const error: unknown = await openStore(folder).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({
      problem: expect.stringContaining('not a valid DuckDB'),
      remedy: expect.stringContaining('backup'),
    });
  });

  it('is refused with a remedy when a newer release wrote it', async () => {
    await (await openStore(folder)).close();
    const file = await openDuckDbFile(join(folder, 'vitrine.duckdb'));
    await file.connection.run('UPDATE schema_version SET version = 99');
    await file.close();
    await expect(openStore(folder)).rejects.toMatchObject({
      problem: expect.stringContaining('schema 99'),
      remedy: expect.stringContaining('newer'),
    });
  });

  it('is refused with the holder’s PID when another process has it', () => {
    // The words of DuckDB 1.5, seen with two processes on one file.
    const error = new Error('IO Error: Could not set lock on file "f": Conflicting lock is held in /usr/bin/node (PID 77).');
    expect(explainOpenError('f', error)).toMatchObject({
      problem: 'it is in use by another process (PID 77)',
      remedy: expect.stringContaining('Stop'),
    });
  });
});

import { aggregateResponseSchema, type AggregateResponse, type TrackUpdate } from '@vitrine/contracts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';
import { RUNTIME, trackOf, until } from '../worker/fixtures/worker-double.js';

let test: TestApp;
beforeEach(async () => (test = await startTestApp({ config: 'site:\n  timeZone: Europe/Berlin\n' })));
afterEach(() => test.close());

async function ask(query: Record<string, string>, app = test): Promise<AggregateResponse> {
  return aggregateResponseSchema.parse((await app.rest.get('/api/v1/aggregates').query(query).expect(200)).body);
}

const NEW_YEAR = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', tz: 'UTC' };

/** Hands visits to the api and waits until as many are counted in the range. */
async function visit(range: { from: string; to: string }, ...visits: Partial<TrackUpdate>[]): Promise<void> {
  const before = (await ask(range)).total.visitors;
  for (const [index, change] of visits.entries()) {
    test.worker.say({ kind: 'track', track: trackOf({ trackId: `visit-${before + index}`, final: true, ...change }) });
  }
  await until(async () => (await ask(range)).total.visitors === before + visits.length);
}

describe('a range', () => {
  it('sums gender, age and attributes with their samples', async () => {
    await visit(
      NEW_YEAR,
      { gender: 'male', ageYears: 70, attributes: { Eyeglasses: 0.8, Smiling: 0.1 } },
      { gender: 'female', ageYears: 14.9, attributes: { Eyeglasses: 0.5, Smiling: 0.7 } },
      { gender: 'female', ageYears: 15, attributes: { Eyeglasses: 0.4, Smiling: 0.6 } },
    );
    const { total, buckets } = await ask(NEW_YEAR);
    expect(total).toMatchObject({
      visitors: 3,
      gender: { female: 2, male: 1 },
      attributes: { Eyeglasses: 2, Smiling: 2, Bald: 0 },
      sampleSizes: { gender: 3, age: 3, attributes: 3 },
    });
    expect(total.age).toEqual({ '0-14': 1, '15-24': 1, '25-34': 0, '35-44': 0, '45-54': 0, '55-64': 0, '65+': 1 });
    expect(buckets).toHaveLength(1);
    expect(buckets[0]).toMatchObject({
      start: '2026-01-01T12:00:00.000+00:00',
      end: '2026-01-01T13:00:00.000+00:00',
      visitors: 3,
      cameraId: null,
    });
  });

  it('never counts or shows an attribute that the policy switches off', async () => {
    await visit(NEW_YEAR, { attributes: { Attractive: 0.99, Smiling: 0.9 } });
    const { total } = await ask(NEW_YEAR);
    expect(total.attributes).not.toHaveProperty('Attractive');
    expect(total.attributes.Smiling).toBe(1);
  });

  it('is of one camera or of all', async () => {
    await visit(NEW_YEAR, { cameraId: 'door' }, { cameraId: 'door' }, { cameraId: 'gate' });
    expect((await ask({ ...NEW_YEAR, cameraId: 'door' })).total.visitors).toBe(2);
    expect((await ask({ ...NEW_YEAR, cameraId: 'gate' })).buckets[0]!.cameraId).toBe('gate');
    expect((await ask(NEW_YEAR)).total.visitors).toBe(3);
  });

  it('that is empty, or in which nobody came, is all zeros', async () => {
    for (const range of [NEW_YEAR, { ...NEW_YEAR, to: NEW_YEAR.from }]) {
      const { total, buckets } = await ask(range);
      expect(buckets).toEqual([]);
      expect([total.visitors, total.gender.female, total.age['65+'], total.attributes.Smiling, total.sampleSizes.age]).toEqual([
        0, 0, 0, 0, 0,
      ]);
    }
  });

  it('follows later updates of a visit: the minute is corrected, not counted again', async () => {
    test.worker.say({ kind: 'track', track: trackOf({ gender: 'female', attributes: { Eyeglasses: 0.9 } }) });
    await until(async () => (await ask(NEW_YEAR)).total.gender.female === 1);
    test.worker.say({ kind: 'track', track: trackOf({ gender: 'male', attributes: { Eyeglasses: 0.1 }, final: true }) });
    await until(async () => (await ask(NEW_YEAR)).total.gender.male === 1);
    const { total } = await ask(NEW_YEAR);
    expect([total.visitors, total.gender.female, total.attributes.Eyeglasses]).toEqual([1, 0, 0]);
  });
});

describe('days of the site', () => {
  const at = (iso: string) => ({ firstSeenAtMs: Date.parse(iso) });

  it('have 23 hours when the clocks go forward', async () => {
    const range = { from: '2026-03-28T00:00:00+01:00', to: '2026-03-31T00:00:00+02:00', bucket: 'day' };
    await visit(
      range,
      at('2026-03-28T23:59:59.999+01:00'),
      at('2026-03-29T00:00:00+01:00'),
      at('2026-03-29T23:59:00+02:00'),
      at('2026-03-30T00:00:00+02:00'),
    );
    const { buckets, tz } = await ask(range);
    expect(tz).toBe('Europe/Berlin');
    expect(
      buckets.map(({ start, end, visitors }) => [start, (Date.parse(end) - Date.parse(start)) / 3_600_000, visitors]),
    ).toEqual([
      ['2026-03-28T00:00:00.000+01:00', 24, 1],
      ['2026-03-29T00:00:00.000+01:00', 23, 2],
      ['2026-03-30T00:00:00.000+02:00', 24, 1],
    ]);
  });

  it('have 25 hours when they go back, the doubled hour twice', async () => {
    const range = { from: '2026-10-25T00:00:00+02:00', to: '2026-10-26T00:00:00+01:00', bucket: 'hour' };
    await visit(range, at('2026-10-25T02:30:00+02:00'), at('2026-10-25T02:30:00+01:00'), at('2026-10-25T23:30:00+01:00'));
    const { buckets } = await ask(range);
    expect(buckets.map(({ start, visitors }) => [start, visitors])).toEqual([
      ['2026-10-25T02:00:00.000+02:00', 1],
      ['2026-10-25T02:00:00.000+01:00', 1],
      ['2026-10-25T23:00:00.000+01:00', 1],
    ]);
    const [day] = (await ask({ ...range, bucket: 'day' })).buckets;
    expect([day!.visitors, (Date.parse(day!.end) - Date.parse(day!.start)) / 3_600_000]).toEqual([3, 25]);
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    [{ ...NEW_YEAR, to: '2025-01-01T00:00:00Z' }, 400, 'from', 'range_reversed'],
    [{ ...NEW_YEAR, tz: 'Mars/Olympus_Mons' }, 400, 'tz', 'time_zone_unknown'],
    [{ ...NEW_YEAR, to: '2027-01-01T00:00:00Z', bucket: 'minute' }, 400, 'bucket', 'too_many_buckets'],
    [{ ...NEW_YEAR, cameraId: 'none' }, 404, 'cameraId', 'camera_unknown'],
    [{ ...NEW_YEAR, from: 'yesterday' }, 400, 'from', 'invalid_input'],
    [{ ...NEW_YEAR, bucket: 'week' }, 400, 'bucket', 'invalid_input'],
    [{ ...NEW_YEAR, camera: 'door' }, 400, 'camera', 'invalid_input'],
  ])('%j is %i and names `%s`', async (query, status, field, code) => {
    const { body } = await test.rest.get('/api/v1/aggregates').query(query).expect(status);
    expect(body).toMatchObject({ code, field, message: expect.any(String), remedy: expect.any(String) });
  });
});

describe('counts', () => {
  it('stay when the worker dies, and its open visits are over', async () => {
    test.worker.say({ kind: 'track', track: trackOf({ trackId: 'open' }) });
    await until(async () => (await ask(NEW_YEAR)).total.visitors === 1);
    process.kill(test.worker.run.pid, 'SIGKILL');
    await test.worker.started(2);
    test.worker.say({ kind: 'ready', runtime: RUNTIME }, { kind: 'track', track: trackOf({ trackId: 'after' }) });
    await until(async () => (await ask(NEW_YEAR)).total.visitors === 2);
  });

  it('are all there after a stop and a start', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'vitrine-counts-'));
    try {
      const first = await startTestApp({ dataDir });
      first.worker.say({ kind: 'track', track: trackOf() }, { kind: 'stats', stats: STATS });
      await until(async () => (await first.rest.get('/api/v1/status')).body.worker.stats !== null);
      // Stopped before the next flush is due, most likely; stopping flushes.
      await first.close();
      const second = await startTestApp({ dataDir });
      expect((await ask(NEW_YEAR, second)).total.visitors).toBe(1);
      await second.close();
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});

const STATS = { atMs: 1, rssBytes: 1, tensors: 0, queuedFaces: 0, inferredFaces: 0, droppedFaces: 0, ffmpegProcesses: 0 };

// Three workers, a real PostgreSQL and a real NATS: whatever happens to a worker, its cameras are looked at again and nobody counts twice.
import { openStores } from '@vitrine/api';
import { serviceStatusSchema, type FleetStatus } from '@vitrine/contracts';
import {
  NATS_REMEDY,
  natsProgram,
  POSTGRES_REMEDY,
  postgresPrograms,
  runFleet,
  type RunningFleet,
  type RunningService,
} from '@vitrine/tools';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FleetTap } from '../helpers/fleet-tap.js';

const CAMERAS = Array.from({ length: 12 }, (_, index) => `camera-${index}`);
const LONGEST_GAP_MS = 15_000;
const SLOT_MS = 500;
const WAIT = { timeout: 40_000, interval: 100 };
const missing = postgresPrograms() === null ? POSTGRES_REMEDY : natsProgram() === null ? NATS_REMEDY : null;

describe.skipIf(missing !== null)(missing ?? 'a fleet of three workers', () => {
  let fleet: RunningFleet;
  let tap: FleetTap;
  let node: RunningService;
  const status = async (): Promise<FleetStatus> => serviceStatusSchema.parse(await node.request('/api/v1/status')).fleet!;
  const shares = async () => Object.fromEntries((await status()).workers.map(({ name, cameras }) => [name, cameras]));
  const shared = (expected: Record<string, number>) => vi.waitFor(async () => expect(await shares()).toEqual(expected), WAIT);

  /** Visits in the store, when all cameras are given back and nothing is on its way any more. */
  const settledVisits = async (): Promise<number> => {
    for (const id of CAMERAS) await node.request(`/api/v1/cameras/${id}`, { method: 'PATCH', body: { enabled: false } });
    await vi.waitFor(async () => expect(Object.values(await shares()).every((count) => count === 0)).toBe(true), WAIT);
    const stores = await openStores(fleet.postgres.url);
    const request = {
      range: { startMs: 0, endMs: 1e14 },
      times: null,
      places: CAMERAS.map((place) => ({ place, key: 0 })),
      resolution: 'minute' as const,
      looks: [],
      dwell: false,
      attributes: [],
    };
    const visits = async () => (await stores.counts.sums(request)).visits[0]?.visits ?? 0;
    await vi.waitFor(async () => expect((await visits()) + (await status()).refusedVisits).toBe(tap.reportedVisits), WAIT);
    const stored = await visits();
    await stores.close();
    return stored;
  };

  beforeEach(async () => {
    fleet = await runFleet();
    node = fleet.service;
    tap = await FleetTap.open(fleet.nats.url);
    await fleet.addCameras(CAMERAS);
    for (const name of ['a', 'b', 'c']) fleet.startWorker(name, { slotMs: SLOT_MS });
    await shared({ a: 4, b: 4, c: 4 });
    await vi.waitFor(() => expect(tap.cameras).toEqual(new Set(CAMERAS)), WAIT);
  });
  afterEach(async () => {
    await tap.close();
    await fleet.close();
  });

  it('one is killed: its cameras are looked at again within 15 s, each by one, and nothing is counted twice', async () => {
    const killedAtMs = Date.now();
    fleet.workers.get('b')!.kill('SIGKILL');
    await shared({ a: 6, c: 6 });
    await vi.waitFor(() => expect(tap.camerasSince(killedAtMs + 2_000)).toEqual(new Set(CAMERAS)), WAIT);
    const stored = await settledVisits();
    expect(tap.longestGapMs(SLOT_MS)).toBeLessThan(LONGEST_GAP_MS);
    expect(tap.seenTwice).toEqual([]);
    expect(stored).toBe(tap.reportedVisits);
    expect(stored).toBeLessThanOrEqual(tap.visits);
  });

  it('one is stopped, taken for dead, and wakes: what it counts from then on is refused', async () => {
    const paused = fleet.workers.get('b')!;
    paused.kill('SIGSTOP');
    await shared({ a: 6, c: 6 });
    paused.kill('SIGCONT');
    await shared({ a: 4, b: 4, c: 4 });
    const stored = await settledVisits();
    expect(tap.longestGapMs(SLOT_MS)).toBeLessThan(LONGEST_GAP_MS);
    expect(stored).toBeLessThanOrEqual(tap.visits);
    expect((await status()).refusedVisits).toBeGreaterThanOrEqual(tap.seenTwice.length);
  });

  it('one is asked to end: it gives its cameras away, loses nothing, and goes', async () => {
    const leaving = fleet.workers.get('b')!;
    const exited = once(leaving, 'exit');
    leaving.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
    await shared({ a: 6, c: 6 });
    const stored = await settledVisits();
    expect(tap.seenTwice).toEqual([]);
    expect(stored).toBe(tap.visits);
    expect(tap.longestGapMs(SLOT_MS)).toBeLessThan(LONGEST_GAP_MS);
  });

  it('the servers are killed and come back: workers go on, and all that they counted arrives', async () => {
    await fleet.postgres.kill();
    await fleet.nats.kill();
    await fleet.postgres.start();
    await fleet.nats.start();
    const backAtMs = Date.now();
    await vi.waitFor(() => expect(tap.camerasSince(backAtMs)).toEqual(new Set(CAMERAS)), WAIT);
    await shared({ a: 4, b: 4, c: 4 });
    const stored = await settledVisits();
    expect(stored).toBe(tap.reportedVisits);
    expect(tap.seenTwice).toEqual([]);
  });

  it('the api node is killed: the one that stood by serves, and workers and counts do not notice', async () => {
    const standby = fleet.startStandby();
    node.process.kill('SIGKILL');
    node = await standby;
    await shared({ a: 4, b: 4, c: 4 });
    const stored = await settledVisits();
    expect(stored).toBe(tap.visits);
    expect(tap.seenTwice).toEqual([]);
    expect(tap.longestGapMs(SLOT_MS)).toBeLessThan(LONGEST_GAP_MS);
  });
});

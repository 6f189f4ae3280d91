import type { WorkerEvent } from '@vitrine/contracts';
import { beforeEach, expect, it } from 'vitest';
import { LeaseCounts } from './lease-counts.js';

const visit = (cameraId: string, visitId: string): WorkerEvent => ({
  kind: 'visit',
  visit: {
    ...{
      cameraId,
      visitId,
      atMs: 60_500,
      firstSeenAtMs: 60_000,
      box: [0, 0, 0.1, 0.1],
      zoneIds: [],
      ageYears: 30,
      ageSpreadYears: 4,
    },
    ...{ gender: 'female', genderProbability: 0.9, attributes: {}, quality: 1, faces: 2, frameAgeMs: 1, final: false },
  },
});

let counts: LeaseCounts;
beforeEach(() => {
  counts = new LeaseCounts('a-run');
  counts.lease({ epochs: { door: 4 } });
});

it('reports what was counted since the last report, numbered, under its leases', () => {
  counts.observe(visit('door', 'one'));
  expect(counts.take()).toMatchObject({
    seq: 1,
    epochs: { door: 4 },
    changes: [{ place: 'door', minuteStartMs: 60_000, visits: 1 }],
  });
  counts.observe(visit('door', 'one'));
  expect(counts.take()).toBeNull();
  counts.observe(visit('door', 'two'));
  expect(counts.take()).toMatchObject({ seq: 2, changes: [{ visits: 1 }] });
});

it('does not count what is seen of a camera without a lease', () => {
  counts.observe(visit('gate', 'one'));
  expect(counts.take()).toBeNull();
});

it('reports under the old lease what was counted before the new one', () => {
  counts.observe(visit('door', 'one'));
  expect(counts.lease({ epochs: { door: 6 } })).toMatchObject({ epochs: { door: 4 }, changes: [{ visits: 1 }] });
  counts.observe(visit('door', 'two'));
  expect(counts.take()).toMatchObject({ epochs: { door: 6 }, changes: [{ visits: 1 }] });
});

it('counts what is told of a camera while it is being closed, and nothing after that', () => {
  counts.lease({ epochs: { gate: 1 } });
  counts.observe(visit('door', 'last'));
  expect(counts.release({ epochs: { gate: 1 } })).toMatchObject({ epochs: { door: 4, gate: 1 }, changes: [{ place: 'door' }] });
  counts.observe(visit('door', 'too late'));
  expect(counts.take()).toBeNull();
});

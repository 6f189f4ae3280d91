import { expect, it } from 'vitest';
import type { Lease } from '../../store/lease-store.js';
import { plan, type HeardWorker, type Situation } from './plan.js';

const worker = (id: string, change: Partial<HeardWorker> = {}): HeardWorker => ({
  ...{ id, name: id, group: null, capacity: 10, isDraining: false, settledRevision: 0 },
  ...change,
});
const lease = (worker: string, change: Partial<Lease> = {}): Lease => ({
  ...{ cameraId: 'door', epoch: 1, worker, isExpired: false },
  ...change,
});
const planOf = (change: Partial<Situation>) =>
  plan({
    cameras: [{ id: 'door', runsOn: null }],
    workers: [worker('a'), worker('b')],
    leases: [],
    leaving: new Map(),
    ...change,
  });
const nothing = { taken: [], givenBack: [], leaving: [], granted: [] };

it('a camera that nobody has is given to a worker, and then stays there', () => {
  expect(planOf({})).toEqual({ ...nothing, granted: [{ cameraId: 'door', worker: 'a' }] });
  expect(planOf({ leases: [lease('a')] })).toEqual(nothing);
});

it('a worker that is not heard keeps its camera until the lease has run out; then the camera is taken', () => {
  const workers = [worker('b')];
  expect(planOf({ workers, leases: [lease('a')] })).toEqual(nothing);
  const takeover = { ...nothing, taken: ['door'], granted: [{ cameraId: 'door', worker: 'b' }] };
  expect(planOf({ workers, leases: [lease('a', { isExpired: true })] })).toEqual(takeover);
});

it('a worker that is heard keeps its camera, though its lease ran out while nobody decided', () => {
  expect(planOf({ leases: [lease('a', { isExpired: true })] })).toEqual(nothing);
});

it('a worker that drains is asked for its camera, and only when it has given it back another gets it', () => {
  const draining = (settledRevision: number) => [worker('a', { isDraining: true, settledRevision }), worker('b')];
  const asked = { ...nothing, leaving: ['door'] };
  expect(planOf({ workers: draining(6), leases: [lease('a')] })).toEqual(asked);
  const leaving = new Map([['door', 7]]);
  expect(planOf({ workers: draining(6), leases: [lease('a')], leaving })).toEqual(asked);
  expect(planOf({ workers: draining(7), leases: [lease('a')], leaving })).toEqual({
    ...nothing,
    givenBack: ['door'],
    granted: [{ cameraId: 'door', worker: 'b' }],
  });
});

it('a camera that was switched off or deleted is asked back, and goes to nobody', () => {
  const leaving = new Map([['door', 7]]);
  expect(planOf({ cameras: [], leases: [lease('a')] })).toEqual({ ...nothing, leaving: ['door'] });
  expect(planOf({ cameras: [], workers: [worker('a', { settledRevision: 7 })], leases: [lease('a')], leaving })).toEqual({
    ...nothing,
    givenBack: ['door'],
  });
});

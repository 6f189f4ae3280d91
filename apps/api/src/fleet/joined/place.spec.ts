import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayRunOn, place, type CameraToPlace, type Place, type Placement } from './place.js';

const worker = (id: string, change: Partial<Place> = {}): Place => ({
  ...{ id, name: id, group: null, capacity: 10, isDraining: false },
  ...change,
});
const cameras = (count: number, change: Partial<CameraToPlace> = {}): CameraToPlace[] =>
  Array.from({ length: count }, (_, index) => ({ id: `camera-${index}`, runsOn: null, owner: null, ...change }));
const ownedAs = (all: readonly CameraToPlace[], placement: Placement): CameraToPlace[] =>
  all.map((camera) => ({ ...camera, owner: placement.get(camera.id)! }));
const moved = (all: readonly CameraToPlace[], placement: Placement): CameraToPlace[] =>
  all.filter(({ id, owner }) => placement.get(id) !== owner);
/** Cameras by worker. */
const loads = (placement: Placement): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const id of placement.values()) counted[String(id)] = (counted[String(id)] ?? 0) + 1;
  return counted;
};

describe('cameras', () => {
  it('are spread evenly, by what each worker can look at', () => {
    const workers = [worker('cpu-1'), worker('cpu-2'), worker('gpu', { capacity: 40 })];
    expect(loads(place(cameras(30), workers))).toEqual({ 'cpu-1': 5, 'cpu-2': 5, gpu: 20 });
  });

  it('of a worker that is gone go to the others; theirs stay where they are', () => {
    const workers = ['a', 'b', 'c'].map((id) => worker(id));
    const owned = ownedAs(cameras(15), place(cameras(15), workers));
    const after = place(owned, workers.slice(1));
    expect(loads(after)).toEqual({ b: 8, c: 7 });
    expect(moved(owned, after).every(({ owner }) => owner === 'a')).toBe(true);
  });

  it('go to a worker that joins, as many as make its share', () => {
    const owned = ownedAs(cameras(12), place(cameras(12), [worker('a'), worker('b')]));
    const after = place(
      owned,
      ['a', 'b', 'c'].map((id) => worker(id)),
    );
    expect(loads(after)).toEqual({ a: 4, b: 4, c: 4 });
    expect(moved(owned, after)).toHaveLength(4);
  });

  it('leave a worker that drains, also when there is room nowhere else', () => {
    const owned = cameras(3, { owner: 'a' });
    expect(loads(place(owned, [worker('a', { isDraining: true }), worker('b', { capacity: 2 })]))).toEqual({ b: 2, null: 1 });
  });

  it('of a site stay on that site’s workers, and of a worker on it alone', () => {
    const workers = [worker('a', { group: 'north' }), worker('b', { group: 'north' }), worker('c')];
    expect(new Set(place(cameras(6, { runsOn: 'north' }), workers).values())).toEqual(new Set(['a', 'b']));
    expect(new Set(place(cameras(6, { runsOn: 'c' }), workers).values())).toEqual(new Set(['c']));
    expect(new Set(place(cameras(2, { runsOn: 'south' }), workers).values())).toEqual(new Set([null]));
  });

  it('make room for one that can be nowhere else', () => {
    const free = { id: 'free', runsOn: null, owner: 'a' };
    const pinned = { id: 'pinned', runsOn: 'a', owner: null };
    const placement = place([free, pinned], [worker('a', { capacity: 1 }), worker('b', { capacity: 1 })]);
    expect([...placement]).toEqual([
      ['free', 'b'],
      ['pinned', 'a'],
    ]);
  });
});

describe('whatever the cameras and workers are', () => {
  const groups = fc.constantFrom(null, 'north', 'south');
  const fleets = fc.record({
    workers: fc
      .array(fc.record({ group: groups, capacity: fc.integer({ min: 1, max: 3 }), isDraining: fc.boolean() }), { maxLength: 4 })
      .map((all) => all.map((change, index) => worker(`w${index}`, change))),
    all: fc
      .array(
        fc.record({ runsOn: fc.constantFrom(null, 'north', 'south', 'w0'), owner: fc.constantFrom(null, 'w0', 'w1', 'w9') }),
        {
          maxLength: 6,
        },
      )
      .map((list) => list.map((camera, index) => ({ id: `c${index}`, ...camera }))),
  });
  const check = (property: (all: CameraToPlace[], workers: Place[], placement: Placement) => void) =>
    fc.assert(
      fc.property(fleets, ({ all, workers }) => property(all, workers, place(all, workers))),
      { numRuns: 300 },
    );

  it('nobody gets more than it can look at, or what it may not, or anything while it drains', () => {
    check((all, workers, placement) => {
      for (const one of workers) {
        const its = all.filter(({ id }) => placement.get(id) === one.id);
        expect(its.length).toBeLessThanOrEqual(one.isDraining ? 0 : one.capacity);
        expect(its.every((camera) => mayRunOn(camera, one))).toBe(true);
      }
    });
  });

  it('no more cameras could be placed by any other placement', () => {
    const most = (all: readonly CameraToPlace[], workers: readonly Place[]): number => {
      const [camera, ...others] = all;
      if (!camera) return 0;
      const takers = workers.filter((one) => !one.isDraining && one.capacity > 0 && mayRunOn(camera, one));
      const less = (taker: Place) => workers.map((one) => (one === taker ? { ...one, capacity: one.capacity - 1 } : one));
      return Math.max(most(others, workers), ...takers.map((taker) => 1 + most(others, less(taker))));
    };
    check((all, workers, placement) => {
      expect([...placement.values()].filter((id) => id !== null)).toHaveLength(most(all, workers));
    });
  });

  it('a placement that is asked for again stays as it is', () => {
    check((all, workers, placement) => {
      expect([...place(ownedAs(all, placement), workers)]).toEqual([...placement]);
    });
  });
});

// What every store of counts promises, on each database that there is.
import { openStores, type Stores, type SumsRequest } from '@vitrine/api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minute, NOON, QUARTER, settling } from './changes.js';
import { DATABASES, type TestDatabase } from './databases.js';

const hour = (change: Partial<SumsRequest> = {}): SumsRequest => ({
  range: { startMs: NOON, endMs: NOON + 4 * QUARTER },
  resolution: 'quarter',
  times: [0, 1, 2, 3].map((key) => ({ atomMs: NOON + key * QUARTER, key })),
  places: [{ place: 'door', key: 0 }],
  looks: [],
  dwell: false,
  attributes: [],
  ...change,
});

describe.each(DATABASES)('counts in $name', ({ open, missing }) => {
  describe.skipIf(missing !== null)(missing ?? 'are', () => {
    let database: TestDatabase;
    let stores: Stores;
    let source = 0;
    const apply = (...changes: ReturnType<typeof minute>[]) => {
      source += 1;
      return stores.counts.apply({ source: `test ${source}`, seq: 1, changes });
    };
    const visits = async (request = hour()) =>
      (await stores.counts.sums(request)).visits.map(({ timeKey, visits: n }) => [timeKey, n]).toSorted();

    beforeAll(async () => void (database = await open()));
    afterAll(() => database.close());
    beforeEach(async () => {
      stores = await openStores(database.url);
      // Each example has a database of its own time: what others counted is long settled and gone.
      await stores.counts.forget({ minutesBeforeMs: 1e15, historyBeforeMs: 1e15, auditBeforeMs: 0 });
    });
    afterEach(() => stores.close());

    it('the same batch counted once, however often it comes, also out of order', async () => {
      const batch = (seq: number) => ({ source: 'worker 1', seq, changes: [minute('door', seq, seq)] });
      expect((await stores.counts.apply(batch(2))).isNew).toBe(true);
      expect((await stores.counts.apply(batch(1))).isNew).toBe(true);
      expect((await stores.counts.apply(batch(2))).isNew).toBe(false);
      expect((await stores.counts.apply({ ...batch(2), source: 'worker 2' })).isNew).toBe(true);
      expect(await visits()).toEqual([[0, 5]]);
    });

    it('summed by any grouping of time and place, in whole quarter hours and in minutes', async () => {
      await apply(minute('gate', 3, 4), minute('gate', 16, 7), minute('gate', 16, -2));
      const places = [
        { place: 'gate', key: 0 },
        { place: 'nowhere', key: 0 },
      ];
      expect(await visits(hour({ places }))).toEqual([
        [0, 4],
        [1, 5],
      ]);
      expect(await visits(hour({ places, times: null }))).toEqual([[0, 9]]);
      const times = [{ atomMs: NOON + 16 * 60_000, key: 7 }];
      expect(await visits(hour({ places, times, resolution: 'minute' }))).toEqual([[7, 5]]);
      expect(await visits(hour({ places: [] }))).toEqual([]);
    });

    it('settled once: the raw cells of a closed block are gone, and what comes late is told and not counted', async () => {
      await apply(minute('hall', 1, 90, 40), minute('hall', 17, 100), minute('hall', 31, 5));
      const published = await stores.counts.settle(settling(45));
      const blocks = published.map(({ place, kind, startMs, visits: n }) => [place, kind, (startMs - NOON) / QUARTER, n]);
      expect(blocks.filter(([place]) => place === 'hall')).toEqual([
        ['hall', 'looks', 0, 130],
        ['hall', 'looks', 1, 100],
        ['hall', 'attributes', 0, 230],
      ]);
      expect(await stores.counts.settle(settling(45))).toEqual([]);
      expect(await apply(minute('hall', 2, 7))).toEqual({ isNew: true, lateVisits: 7, refusedVisits: 0 });
      const places = [{ place: 'hall', key: 0 }];
      expect(await visits(hour({ places }))).toEqual([
        [0, 130],
        [1, 100],
        [2, 5],
      ]);
    });

    it('published whole or in the part that a question has of a block', async () => {
      const [first] = await Promise.all([apply(minute('lift', 61, 30, 30)), apply(minute('lift', 76, 60, 60))]);
      expect(first.isNew).toBe(true);
      await stores.counts.settle(settling(105));
      const range = { startMs: NOON + 4 * QUARTER, endMs: NOON + 6 * QUARTER };
      const ask = (quarter: number | null) =>
        stores.counts.sums({
          ...hour({ range, places: [{ place: 'lift', key: 0 }], looks: [[2], [10]], dwell: true }),
          times: quarter === null ? null : [{ atomMs: NOON + quarter * QUARTER, key: 0 }],
        });
      expect((await ask(null)).looks[0]).toMatchObject({ visits: 180, sums: [90, 90], isEstimated: false, noise: 0 });
      expect((await ask(4)).looks[0]).toMatchObject({ visits: 60, sums: [30, 30], isEstimated: true });
      expect((await ask(null)).looks[0]!.dwell![2]).toBe(180);
    });

    it('still raw when disclosing fails: nothing was published, nothing deleted', async () => {
      await apply(minute('attic', 121, 150));
      const broken = settling(150, {
        publish: () => {
          throw new Error('no noise today');
        },
      });
      await expect(stores.counts.settle(broken)).rejects.toThrow('no noise today');
      const published = await stores.counts.settle(settling(150));
      expect(published.filter(({ place }) => place === 'attic').map(({ cells }) => cells[2])).toEqual([150]);
    });

    it('known by their places, and marked where they were made up', async () => {
      await apply(minute('roof/door.in', 200, 1));
      expect(await stores.counts.places()).toContain('roof/door.in');
      expect((await stores.counts.standing()).isSynthetic).toBe(false);
    });

    it('there after the store was closed and opened again, and it says whether it was ended', async () => {
      expect((await stores.counts.begin()).wasEnded).toBe(true);
      await apply(minute('shop', 240, 3));
      await stores.close();
      stores = await openStores(database.url);
      expect((await stores.counts.begin()).wasEnded).toBe(false);
      await stores.counts.end();
      const range = { startMs: NOON + 16 * QUARTER, endMs: NOON + 17 * QUARTER };
      expect(await visits(hour({ range, times: null, places: [{ place: 'shop', key: 0 }] }))).toEqual([[0, 3]]);
    });
  });
});

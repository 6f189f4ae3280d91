// Who looks at which camera, and whose counts are taken: on a real PostgreSQL.
import { openStores, type LeaseChanges, type Stores } from '@vitrine/api';
import { POSTGRES_REMEDY, postgresPrograms, startPostgres, type PostgresServer } from '@vitrine/tools';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { minute } from '../stores/changes.js';

const missing = postgresPrograms() === null ? POSTGRES_REMEDY : null;
const NOTHING: LeaseChanges = { heard: [], givenBack: [], taken: [], granted: [] };
const LATER_MS = 60_000;

describe.skipIf(missing !== null)(missing ?? 'leases', () => {
  let server: PostgresServer;
  let stores: Stores;
  const turn = (changes: Partial<LeaseChanges>, node = 'node 1') => stores.leases!.turn(node, () => ({ ...NOTHING, ...changes }));
  const give = (cameraId: string, worker: string) => turn({ granted: [{ cameraId, worker }] });
  /** One visit that was counted at that time. */
  const count = (cameraId: string, epoch: number, takenAtMs: number) =>
    stores.counts.apply({
      source: randomUUID(),
      seq: 1,
      changes: [minute(cameraId, 0, 1)],
      claim: { epochs: { [cameraId]: epoch }, takenAtMs },
    });

  beforeAll(async () => {
    server = await startPostgres();
    stores = await openStores(server.url);
  });
  afterAll(async () => {
    await stores.close();
    await server.close();
  });

  it('a camera has one holder at a time, and each lease of it a higher epoch', async () => {
    await give('door', 'a');
    await expect(give('door', 'b')).rejects.toThrow('duplicate key');
    await turn({ givenBack: ['door'] });
    const after = await give('door', 'b');
    expect(after!.leases).toMatchObject([{ cameraId: 'door', worker: 'b', epoch: 2, isExpired: false }]);
  });

  it('one node decides; another does when that one resigns, or has not been heard of for seconds', async () => {
    const first = (await turn({}))!.term;
    expect(await turn({}, 'node 2')).toBeNull();
    await stores.leases!.resign('node 1');
    expect((await turn({}, 'node 2'))!.term).toBe(first + 1);
    await vi.waitFor(async () => expect((await turn({}))?.term).toBe(first + 2), { timeout: 10_000, interval: 100 });
  });

  it('a lease runs out unless its worker is heard', async () => {
    await turn({ granted: ['quiet', 'loud'].map((cameraId) => ({ cameraId, worker: cameraId })) });
    const expired = async () => {
      const { leases } = (await turn({ heard: ['loud'] }))!;
      return leases
        .filter(({ cameraId, isExpired }) => isExpired && ['quiet', 'loud'].includes(cameraId))
        .map(({ cameraId }) => cameraId);
    };
    await vi.waitFor(async () => expect(await expired()).toEqual(['quiet']), { timeout: 20_000, interval: 200 });
  });

  it('of a camera that was taken from a worker, what it counted before is taken, and what it counts after is refused', async () => {
    await give('hall', 'a');
    const beforeMs = Date.now();
    await turn({ taken: ['hall'], granted: [{ cameraId: 'hall', worker: 'b' }] });
    expect(await count('hall', 1, beforeMs)).toMatchObject({ refusedVisits: 0 });
    expect(await count('hall', 1, Date.now() + LATER_MS)).toMatchObject({ isNew: true, refusedVisits: 1 });
    expect(await count('hall', 2, Date.now() + LATER_MS)).toMatchObject({ refusedVisits: 0 });
    expect(await count('hall', 3, Date.now())).toMatchObject({ refusedVisits: 1 });
  });

  it('of a camera that a worker gave back everything is taken, whatever its clock says', async () => {
    await give('gate', 'a');
    await turn({ givenBack: ['gate'] });
    await give('gate', 'b');
    expect(await count('gate', 1, Date.now() + LATER_MS)).toMatchObject({ refusedVisits: 0 });
  });
});

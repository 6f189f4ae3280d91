// The disk is full: what cannot be kept is refused with the remedy, and counting goes on once there is room, with nothing twice.
import { fileStoreUrl, openStores, type Stores } from '@vitrine/api';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { minute, NOON, QUARTER } from './changes.js';

const SIZE_MIB = 32;
const folder = mkdtempSync(join(tmpdir(), 'vitrine-full-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m`, 'tmpfs', folder]).status === 0;

afterAll(() => {
  // Also where a failed test has left the database open.
  if (isMounted) spawnSync('umount', ['--lazy', folder]);
  rmSync(folder, { recursive: true, force: true });
});

const name = isMounted ? 'a full disk' : 'SKIPPED where no small disk can be mounted';
describe.skipIf(!isMounted)(name, () => {
  const filler = join(folder, 'filler');

  function fill(): void {
    const file = openSync(filler, 'w');
    const block = Buffer.alloc(64 * 1024);
    try {
      for (;;) writeSync(file, block);
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(file);
    }
  }

  it('refuses a batch with the remedy, and takes it again when there is room', async () => {
    const stores = await openStores(fileStoreUrl(folder));
    const apply = (seq: number) => stores.counts.apply({ source: 'test', seq, changes: [minute('door', seq % 60, 1)] });
    for (let seq = 1; seq <= 20; seq += 1) await apply(seq);
    fill();
    let seq = 20;
    // A log has some room left in its last page.
    const refused = await vi.waitFor(
      async () => {
        seq += 1;
        const error = await apply(seq).then(
          () => null,
          (problem: unknown) => problem,
        );
        if (error === null) throw new Error('there is still room');
        return error;
      },
      { timeout: 60_000, interval: 0 },
    );
    expect(refused).toMatchObject({ problem: expect.stringContaining('full'), remedy: expect.stringContaining('Free space') });
    rmSync(filler);
    await vi.waitFor(() => apply(seq), { timeout: 60_000 });
    expect(await visits(stores)).toBe(seq);
    await stores.close();

    const again = await openStores(fileStoreUrl(folder));
    expect(await visits(again)).toBe(seq);
    await again.close();
  });
});

async function visits(stores: Stores): Promise<number> {
  const range = { startMs: NOON, endMs: NOON + 4 * QUARTER };
  const request = { range, times: null, places: [{ place: 'door', key: 0 }], resolution: 'minute' as const };
  const sums = await stores.counts.sums({ ...request, looks: [], dwell: false, attributes: [] });
  return sums.visits.reduce((sum, { visits: here }) => sum + here, 0);
}

// Whoever is killed while writing: what was acknowledged is there afterwards, whole, and nothing else.
import { fileStoreUrl, openStores, type Stores } from '@vitrine/api';
import { startPostgres } from '@vitrine/tools';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { minute, NOON, QUARTER } from './changes.js';
import { DATABASES } from './databases.js';

const SCRIPT = fileURLToPath(new URL('./fixtures/count-until-killed.mjs', import.meta.url));
const KILLS = 10;

async function visits(stores: Stores): Promise<number> {
  const asked = { range: { startMs: NOON, endMs: NOON + QUARTER }, times: null, places: [{ place: 'door', key: 0 }] };
  const sums = await stores.counts.sums({ ...asked, resolution: 'quarter', looks: [], dwell: false, attributes: [] });
  return sums.visits[0]?.visits ?? 0;
}

/** @returns batches that were acknowledged before the process was killed */
async function countUntilKilled(url: string, source: string): Promise<number> {
  const child = spawn(process.execPath, [SCRIPT, url, source], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.split('\n').length > 5) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  return said.split('\n').filter((line) => line !== '').length;
}

it(`the service is killed ${KILLS} times while it writes, and nothing acknowledged is lost`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-killed-'));
  let least = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const acknowledged = await countUntilKilled(fileStoreUrl(folder), `run ${kill}`);
    expect(acknowledged).toBeGreaterThan(3);
    least += acknowledged;
    const stores = await openStores(fileStoreUrl(folder));
    const counted = await visits(stores);
    const { lostCommits } = await stores.counts.begin();
    await stores.close();
    // One batch may have been committed and not acknowledged any more.
    expect(counted).toBeGreaterThanOrEqual(least);
    expect(counted).toBeLessThanOrEqual(least + 1);
    expect(lostCommits).toBe(0);
    least = counted;
  }
  rmSync(folder, { recursive: true, force: true });
});

const { missing } = DATABASES[1]!;
it.skipIf(missing !== null)(
  missing ?? 'PostgreSQL is killed between two batches: the batch that got no answer is sent again and counts once',
  async () => {
    const server = await startPostgres();
    const stores = await openStores(server.url);
    try {
      for (let seq = 1; seq <= 10; seq += 1) await stores.counts.apply({ source: 'test', seq, changes: [minute('door', 0, 1)] });
      await server.kill();
      const unanswered = stores.counts.apply({ source: 'test', seq: 11, changes: [minute('door', 0, 1)] });
      await expect(unanswered).rejects.toThrow();
      await server.start();
      for (const seq of [10, 11, 11, 12]) {
        const again = () => stores.counts.apply({ source: 'test', seq, changes: [minute('door', 0, 1)] });
        await vi.waitFor(again, { timeout: 30_000 });
      }
      expect(await visits(stores)).toBe(12);
    } finally {
      await stores.close();
      await server.close();
    }
  },
);

it.skipIf(missing !== null)(missing ?? 'PostgreSQL is killed with writes in flight, and each counts once after all', async () => {
  const server = await startPostgres();
  const stores = await openStores(server.url);
  const apply = (seq: number) => stores.counts.apply({ source: 'test', seq, changes: [minute('door', 0, 1)] });
  const [WRITERS, KILL_AFTER] = [8, 40];
  try {
    let [sent, acknowledged] = [0, 0];
    const lost: number[] = [];
    const writers = Array.from({ length: WRITERS }, async () => {
      while (lost.length === 0) {
        const seq = (sent += 1);
        await apply(seq).then(
          () => (acknowledged += 1),
          () => lost.push(seq),
        );
      }
    });
    await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(KILL_AFTER), { timeout: 30_000 });
    await server.kill();
    await Promise.all(writers);
    await server.start();
    // Each connection that died with the server is noticed by the first who uses it.
    for (const seq of lost) await vi.waitFor(() => apply(seq), { timeout: 30_000 });
    expect(await visits(stores)).toBe(sent);
  } finally {
    await stores.close();
    await server.close();
  }
});

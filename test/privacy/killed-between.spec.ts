// Noise protects only while it is drawn once: who is killed between draw and commit has published nothing.
import { fileStoreUrl, openStores } from '@vitrine/api';
import { startPostgres } from '@vitrine/tools';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { minute, settling } from '../stores/changes.js';
import { DATABASES } from '../stores/databases.js';

const KILLS = 20;
const SCRIPT = fileURLToPath(new URL('./fixtures/settle-and-die.mjs', import.meta.url));
const NOON = Date.UTC(2026, 5, 1, 12);

const folder = mkdtempSync(join(tmpdir(), 'vitrine-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function published() {
  const stores = await openStores(fileStoreUrl(folder));
  const asked = { range: { startMs: NOON, endMs: NOON + 900_000 }, times: null, places: [{ place: 'door', key: 0 }] };
  const looks = Array.from({ length: 24 }, (_, cell) => [cell]);
  const sums = await stores.counts.sums({ ...asked, resolution: 'quarter', looks, dwell: false, attributes: [] });
  const { rawQuarters } = await stores.counts.standing();
  await stores.close();
  return { looks: sums.looks, visits: sums.visits[0]?.visits, rawQuarters };
}

it(`is killed ${KILLS} times between draw and commit, and there are never two draws`, async () => {
  const drawnPath = join(folder, 'drawn');
  const run = (seq: string) => spawnSync(process.execPath, [SCRIPT, fileStoreUrl(folder), drawnPath, seq], { encoding: 'utf8' });
  for (let kill = 0; kill < KILLS; kill += 1) {
    const { signal, stderr } = run(String(kill));
    expect(signal, stderr).toBe('SIGKILL');
    expect(await published()).toEqual({ looks: [], visits: 150, rawQuarters: 1 });
  }
  expect(run('last').status).toBe(0);
  const { looks, rawQuarters } = await published();
  const draws = readFileSync(drawnPath, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as number[]);
  expect(draws).toHaveLength(KILLS + 1);
  const last = draws.at(-1)!.slice(0, 24);
  const excess = last.reduce((sum, count) => sum + count, 0) - 150;
  expect(looks).toHaveLength(1);
  looks[0]!.sums.forEach((sum, cell) => expect(sum).toBeCloseTo(last[cell]! - excess / 24, 9));
  expect(rawQuarters, 'true counts of the closed block').toBe(0);
});

const { missing } = DATABASES[1]!;
it.skipIf(missing !== null)(
  missing ?? 'PostgreSQL is killed between draw and commit: nothing was published, and the second draw is the only one',
  async () => {
    const server = await startPostgres();
    const stores = await openStores(server.url);
    try {
      await stores.counts.apply({ source: 'test', seq: 1, changes: [minute('door', 0, 80, 70)] });
      const { publish } = settling(15);
      const killing = settling(15, {
        publish: (block) => {
          // Its children die with it, at once: the statements that follow find nobody.
          void server.kill();
          return publish(block);
        },
      });
      await expect(stores.counts.settle(killing)).rejects.toThrow();
      await server.start();
      // A connection that died with the server is noticed by the first who uses it.
      const standing = await stores.counts.standing().catch(() => stores.counts.standing());
      expect(standing).toMatchObject({ rawQuarters: 1, settledUntilMs: 0 });
      const again = () => stores.counts.settle(settling(15));
      const published = await again().catch(again);
      expect(published.filter(({ kind }) => kind === 'looks').map(({ visits, cells }) => [visits, cells[2], cells[10]])).toEqual([
        [150, 80, 70],
      ]);
    } finally {
      await stores.close();
      await server.close();
    }
  },
);

import { LeaseStore, type Lease, type LeaseChanges, type Turn } from '../lease-store.js';
import { columns, unnest } from '../sql/columns.js';
import type { Database, Run } from '../sql/database.js';

/** Without a word of its worker a camera is another's after this long. */
const LEASE_MS = 8_000;
/** A node that has not taken its turn for so long is replaced. */
const DUTY_MS = 3_000;
/** Reports of counts are kept in the stream for seven days; after that nobody asks for an old lease any more. */
const REMEMBER_MS = 8 * 24 * 3_600_000;
/** The one clock of all leases, UTC epoch ms. */
const NOW = '(extract(epoch FROM clock_timestamp()) * 1000)::BIGINT';

export class PostgresLeaseStore extends LeaseStore {
  constructor(private readonly database: Database) {
    super();
  }

  turn<Changes extends LeaseChanges>(
    node: string,
    decide: (leases: readonly Lease[], term: number) => Changes,
  ): Promise<Turn<Changes> | null> {
    return this.database.write(async (run) => {
      const [duty] = await run(
        `UPDATE duty SET term = term + CASE WHEN node = $1 THEN 0 ELSE 1 END, node = $1, expires_ms = ${NOW} + ${DUTY_MS}
         WHERE node = $1 OR expires_ms < ${NOW} RETURNING term`,
        [node],
      );
      if (duty === undefined) return null;
      const term = Number(duty['term']);
      const changes = decide(await openLeases(run), term);
      await change(run, changes);
      return { term, changes, leases: await openLeases(run) };
    });
  }

  async resign(node: string): Promise<void> {
    await this.database.write((run) => run('UPDATE duty SET expires_ms = 0 WHERE node = $1', [node]));
  }
}

async function openLeases(run: Run): Promise<Lease[]> {
  const rows = await run(
    `SELECT camera_id, epoch, worker, expires_ms < ${NOW} AS is_expired FROM camera_leases WHERE ended_ms IS NULL ORDER BY camera_id`,
  );
  return rows.map((row) => ({
    cameraId: row['camera_id'] as string,
    epoch: Number(row['epoch']),
    worker: row['worker'] as string,
    isExpired: row['is_expired'] as boolean,
  }));
}

async function change(run: Run, { heard, givenBack, taken, granted }: LeaseChanges): Promise<void> {
  await run(`UPDATE camera_leases SET expires_ms = ${NOW} + ${LEASE_MS} WHERE ended_ms IS NULL AND worker = ANY($1::TEXT[])`, [
    [...heard],
  ]);
  const end = 'UPDATE camera_leases SET ended_ms = now_ms';
  const ofOpen = `FROM (SELECT ${NOW} AS now_ms) n WHERE ended_ms IS NULL AND camera_id = ANY($1::TEXT[])`;
  if (givenBack.length > 0) await run(`${end} ${ofOpen}`, [[...givenBack]]);
  if (taken.length > 0) await run(`${end}, taken_ms = now_ms ${ofOpen}`, [[...taken]]);
  if (granted.length === 0) return;
  await run(`DELETE FROM camera_leases WHERE ended_ms < ${NOW} - ${REMEMBER_MS}`);
  await run(
    `INSERT INTO camera_leases (camera_id, epoch, worker, expires_ms)
     SELECT g.camera_id, 1 + coalesce((SELECT max(epoch) FROM camera_leases l WHERE l.camera_id = g.camera_id), 0), g.worker,
       ${NOW} + ${LEASE_MS}
     FROM (SELECT ${unnest(['TEXT', 'TEXT'])}) g (camera_id, worker)`,
    columns(granted, ({ cameraId, worker }) => [cameraId, worker]),
  );
}

import { quarterStart, type CountChange, type Published } from '@vitrine/metrics';
import {
  CountStore,
  type Applied,
  type CountBatch,
  type Forgetting,
  type LastRun,
  type Settling,
  type Standing,
  type Sums,
  type SumsRequest,
} from '../count-store.js';
import { splitPlace } from '@vitrine/contracts';
import { refusedCameras } from './claim.js';
import { readSums } from './count-reader.js';
import { batchLength, columns, unnest } from './columns.js';
import type { Database, Run } from './database.js';
import { settle } from './settle.js';

/** A source repeats a batch within seconds; after this long it never does. */
const REMEMBER_BATCH_MS = 24 * 3_600_000;

export class SqlCountStore extends CountStore {
  constructor(private readonly database: Database) {
    super();
  }

  begin(): Promise<LastRun> {
    return this.database.write(async (run) => {
      const [clean] = await run(`SELECT value FROM state WHERE name = 'clean'`);
      const [last] = await run('SELECT max(at_ms) AS at_ms FROM applied');
      await run(`UPDATE state SET value = 0 WHERE name = 'clean'`);
      const lastBatchMs = last!['at_ms'] === null ? null : Number(last!['at_ms']);
      return { wasEnded: Number(clean!['value']) === 1, lastBatchMs, lostCommits: this.database.lostCommits };
    });
  }

  async end(): Promise<void> {
    await this.database.write((run) => run(`UPDATE state SET value = 1 WHERE name = 'clean'`));
  }

  apply({ source, seq, changes, claim }: CountBatch): Promise<Applied> {
    return this.database.write(async (run) => {
      await this.database.dialect.lock(run, 'shared');
      const values = [source, seq, Date.now()];
      const isNew = await run('INSERT INTO applied VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING seq', values);
      if (isNew.length === 0) return { isNew: false, lateVisits: 0, refusedVisits: 0 };
      const isRefused = claim ? await refusedCameras(run, claim) : new Set();
      const [refused, taken] = partition(changes, ({ place }) => isRefused.has(splitPlace(place).cameraId));
      const untilMs = await readSettledUntil(run);
      const [late, inTime] = partition(taken, ({ minuteStartMs }) => minuteStartMs < untilMs);
      for (let first = 0; first < inTime.length; first += batchLength) {
        await addMinutes(run, inTime.slice(first, first + batchLength));
      }
      await addCells(run, inTime);
      return { isNew: true, lateVisits: visitsOf(late), refusedVisits: visitsOf(refused) };
    });
  }

  settle(settling: Settling): Promise<Published[]> {
    return this.database.write(async (run) => {
      await this.database.dialect.lock(run, 'exclusive');
      await run('DELETE FROM applied WHERE at_ms < $1', [Date.now() - REMEMBER_BATCH_MS]);
      return settle({ run, dialect: this.database.dialect, fromMs: await readSettledUntil(run) }, settling);
    });
  }

  standing(): Promise<Standing> {
    return this.database.read(async (run) => {
      const [raw] = await run('SELECT count(*) AS n FROM (SELECT DISTINCT place, quarter_ms FROM open_cells) q');
      return {
        settledUntilMs: await readSettledUntil(run),
        isSynthetic: (await readState(run, 'synthetic')) !== null,
        rawQuarters: Number(raw!['n']),
        sweptAtMs: (await readState(run, 'swept_at_ms')) ?? 0,
      };
    });
  }

  async sweep(nowMs: number): Promise<void> {
    await this.database.sweep();
    await this.database.write((run) =>
      run(`INSERT INTO state VALUES ('swept_at_ms', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, [nowMs]),
    );
  }

  async markSynthetic(): Promise<void> {
    await this.database.write((run) => run(`INSERT INTO state VALUES ('synthetic', 1) ON CONFLICT DO NOTHING`));
  }

  sums(request: SumsRequest): Promise<Sums> {
    return this.database.read((run) => readSums(run, request));
  }

  places(): Promise<string[]> {
    return this.database.read(async (run) => {
      const rows = await run('SELECT place FROM cursors UNION SELECT place FROM open_minutes ORDER BY 1');
      return rows.map((row) => row['place'] as string);
    });
  }

  forget({ minutesBeforeMs, historyBeforeMs, auditBeforeMs }: Forgetting): Promise<number> {
    return this.database.write(async (run) => {
      const deletions = [
        ['minutes', 'minute_ms', minutesBeforeMs],
        ['quarters', 'quarter_ms', historyBeforeMs],
        ['parts', 'quarter_ms', historyBeforeMs],
        ['blocks', 'end_ms', historyBeforeMs],
        ['audit', 'at_ms', auditBeforeMs],
      ] as const;
      let deleted = 0;
      for (const [table, column, beforeMs] of deletions) {
        const [row] = await run(`SELECT count(*) AS n FROM ${table} WHERE ${column} < $1`, [beforeMs]);
        if (Number(row!['n']) === 0) continue;
        await run(`DELETE FROM ${table} WHERE ${column} < $1`, [beforeMs]);
        deleted += Number(row!['n']);
      }
      return deleted;
    });
  }
}

function visitsOf(changes: readonly CountChange[]): number {
  return changes.reduce((sum, { visits }) => sum + Math.max(0, visits), 0);
}

async function readSettledUntil(run: Run): Promise<number> {
  return (await readState(run, 'settled_until_ms'))!;
}

async function readState(run: Run, name: string): Promise<number | null> {
  const [row] = await run('SELECT value FROM state WHERE name = $1', [name]);
  return row === undefined ? null : Number(row['value']);
}

/** Changes are added below one another and summed when they are read: nothing that is there is ever looked for. */
async function addMinutes(run: Run, changes: readonly CountChange[]): Promise<void> {
  if (changes.length === 0) return;
  await run(
    `INSERT INTO open_minutes SELECT ${unnest(['TEXT', 'BIGINT', 'INTEGER', 'BIGINT'])}`,
    columns(changes, ({ place, minuteStartMs, visits, analysedMs }) => [place, minuteStartMs, visits, Math.round(analysedMs)]),
  );
}

/** Raw cells are kept by the quarter hour, the atom of a block, and not by the minute. */
async function addCells(run: Run, changes: readonly CountChange[]): Promise<void> {
  const sums = new Map<string, [place: string, quarterMs: number, cell: number, n: number]>();
  for (const { place, minuteStartMs, cells } of changes) {
    const quarterMs = quarterStart(minuteStartMs);
    for (const [cell, n] of cells) {
      const key = `${place} ${quarterMs} ${cell}`;
      sums.set(key, [place, quarterMs, cell, (sums.get(key)?.[3] ?? 0) + n]);
    }
  }
  const rows = [...sums.values()].filter(([, , , n]) => n !== 0);
  for (let first = 0; first < rows.length; first += batchLength) {
    await run(
      `INSERT INTO open_cells SELECT ${unnest(['TEXT', 'BIGINT', 'INTEGER', 'INTEGER'])}`,
      columns(rows.slice(first, first + batchLength), (row) => row),
    );
  }
}

function partition<T>(items: readonly T[], belongsFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongsFirst), items.filter((item) => !belongsFirst(item))];
}

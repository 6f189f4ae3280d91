import type { Run } from '../sql/database.js';

/** Tables divided by month, so that what retention deletes is dropped and not searched for, and a question reads only its months. */
const DIVIDED = ['minutes', 'quarters', 'parts', 'blocks'] as const;

/** Makes the partitions for rows of these times. Safe to call again and by several processes at once (the caller holds the lock). */
export async function makePartitions(run: Run, { startMs, endMs }: { startMs: number; endMs: number }): Promise<void> {
  for (let month = monthOf(startMs); month.startMs < endMs; month = monthOf(month.endMs)) {
    for (const table of DIVIDED) {
      await run(
        `CREATE TABLE IF NOT EXISTS ${table}_${month.name} PARTITION OF ${table} FOR VALUES FROM (${month.startMs}) TO (${month.endMs})`,
      );
    }
  }
}

function monthOf(atMs: number): { name: string; startMs: number; endMs: number } {
  const at = new Date(atMs);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const name = `${year}_${String(month + 1).padStart(2, '0')}`;
  return { name, startMs: Date.UTC(year, month), endMs: Date.UTC(year, month + 1) };
}

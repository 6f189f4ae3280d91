import {
  addToCell,
  emptyCells,
  kindOfCell,
  type BlockKind,
  type ClosedPlace,
  type OpenPlace,
  type Published,
} from '@vitrine/metrics';
import type { ClosedBlock, Settling } from '../count-store.js';
import { batchLength, column, columns, unnest } from './columns.js';
import type { Dialect, Run } from './database.js';

interface Transaction {
  readonly run: Run;
  readonly dialect: Dialect;
  /** Up to where everything is settled already. */
  readonly fromMs: number;
}

/**
 * The whole way from raw to published, within one transaction: minutes become history, quarter hours become blocks, blocks are disclosed,
 * and their raw cells are deleted. Whoever is killed in between has published nothing and deleted nothing.
 */
export async function settle({ run, dialect, fromMs }: Transaction, settling: Settling): Promise<Published[]> {
  const { untilMs } = settling;
  if (untilMs <= fromMs) return [];
  await settleMinutes(run, dialect, untilMs);
  const closed = new Map<string, ClosedPlace>();
  const open = await openPlaces(run, untilMs);
  for (const [place, state] of open) closed.set(place, settling.close(place, state));
  const blocks = await rawBlocks(run, closed);
  const published = blocks.map((block) => settling.publish(block));
  if (published.length > 0) await store({ run, dialect, fromMs }, published, open);
  await moveCursors(run, closed);
  await run(`UPDATE state SET value = $1 WHERE name = 'settled_until_ms'`, [untilMs]);
  return published;
}

async function settleMinutes(run: Run, dialect: Dialect, untilMs: number): Promise<void> {
  const [range] = await run('SELECT min(minute_ms) AS first, max(minute_ms) AS last FROM open_minutes WHERE minute_ms < $1', [
    untilMs,
  ]);
  if (range!['first'] === null) return;
  await dialect.makeRoom(run, { startMs: Number(range!['first']), endMs: Number(range!['last']) + 1 });
  await run(
    `INSERT INTO minutes SELECT place, minute_ms, sum(visits), sum(analysed_ms)
     FROM open_minutes WHERE minute_ms < $1 GROUP BY 1, 2 ORDER BY 2`,
    [untilMs],
  );
  await run(
    `INSERT INTO quarters SELECT place, minute_ms - minute_ms % 900000, sum(visits), sum(analysed_ms)
     FROM open_minutes WHERE minute_ms < $1 GROUP BY 1, 2 ORDER BY 2`,
    [untilMs],
  );
  await run(
    `INSERT INTO cursors SELECT place, min(minute_ms - minute_ms % 900000), min(minute_ms - minute_ms % 900000)
     FROM open_minutes WHERE minute_ms < $1 GROUP BY 1 ON CONFLICT DO NOTHING`,
    [untilMs],
  );
  await run('DELETE FROM open_minutes WHERE minute_ms < $1', [untilMs]);
}

async function openPlaces(run: Run, untilMs: number): Promise<Map<string, OpenPlace>> {
  const open = new Map<string, { since: Record<BlockKind, number>; visits: Map<number, number> }>();
  for (const row of await run('SELECT place, looks_since_ms, attributes_since_ms FROM cursors ORDER BY place')) {
    const since = { looks: Number(row['looks_since_ms']), attributes: Number(row['attributes_since_ms']) };
    open.set(row['place'] as string, { since, visits: new Map() });
  }
  const [first] = await run('SELECT min(attributes_since_ms) AS first FROM cursors');
  const rows = await run(
    `SELECT q.place, q.quarter_ms, q.visits FROM quarters q JOIN cursors c ON c.place = q.place
     WHERE q.quarter_ms >= c.attributes_since_ms AND q.quarter_ms >= $1 AND q.quarter_ms < $2 AND q.visits > 0`,
    [Number(first!['first'] ?? 0), untilMs],
  );
  for (const row of rows) open.get(row['place'] as string)!.visits.set(Number(row['quarter_ms']), Number(row['visits']));
  return open;
}

async function rawBlocks(run: Run, closed: ReadonlyMap<string, ClosedPlace>): Promise<ClosedBlock[]> {
  const blocks = [...closed].flatMap(([place, { closed: ranges }]) =>
    (['looks', 'attributes'] as const).flatMap((kind) =>
      ranges[kind].map((range) => ({ ...range, place, kind, cells: emptyCells() })),
    ),
  );
  if (blocks.length === 0) return [];
  const byPlace = new Map<string, ClosedBlock[]>();
  for (const block of blocks) byPlace.set(block.place, [...(byPlace.get(block.place) ?? []), block]);
  const rows = await run(
    'SELECT place, quarter_ms, cell, sum(n) AS n FROM open_cells WHERE place = ANY($1::TEXT[]) GROUP BY 1, 2, 3',
    [[...byPlace.keys()]],
  );
  for (const row of rows) {
    const [cell, quarterMs] = [Number(row['cell']), Number(row['quarter_ms'])];
    const kind = kindOfCell(cell);
    const block = byPlace
      .get(row['place'] as string)!
      .find((candidate) => candidate.kind === kind && quarterMs >= candidate.startMs && quarterMs < candidate.endMs);
    if (block) addToCell(block.cells, cell, Number(row['n']));
  }
  return blocks;
}

async function store({ run, dialect }: Transaction, published: readonly Published[], open: ReadonlyMap<string, OpenPlace>) {
  const ids = await run(`SELECT nextval('block_ids') AS id FROM ${unnest(['TEXT'])}`, [
    column(published.map((_, index) => index)),
  ]);
  const numbered = published.map((block, index) => ({ ...block, id: Number(ids[index]!['id']) }));
  const range = {
    startMs: Math.min(...published.map(({ startMs }) => startMs)),
    endMs: Math.max(...published.map(({ endMs }) => endMs)),
  };
  await dialect.makeRoom(run, { ...range, endMs: range.endMs + 1 });
  await run(
    `INSERT INTO blocks SELECT ${unnest(['BIGINT', 'TEXT', 'TEXT', 'BIGINT', 'BIGINT', 'INTEGER', 'TEXT', 'INTEGER', 'INTEGER[]', 'DOUBLE PRECISION', 'DOUBLE PRECISION', 'INTEGER', 'INTEGER'])}`,
    columns(numbered, (block) => [
      ...[block.id, block.kind, block.place, block.startMs, block.endMs, block.visits, block.mode, block.policyVersion],
      ...[dialect.arrayText(block.cells), block.variance, block.dwellVariance, block.looksExcess, block.dwellExcess],
    ]),
  );
  const parts = numbered.flatMap((block) =>
    [...open.get(block.place)!.visits]
      .filter(([quarterMs]) => quarterMs >= block.startMs && quarterMs < block.endMs)
      .map(([quarterMs, visits]) => [block.kind, block.place, quarterMs, block.id, visits]),
  );
  for (let first = 0; first < parts.length; first += batchLength) {
    await run(
      `INSERT INTO parts SELECT ${unnest(['TEXT', 'TEXT', 'BIGINT', 'BIGINT', 'INTEGER'])}`,
      columns(parts.slice(first, first + batchLength), (row) => row),
    );
  }
}

/** What lies before a cursor is in a block, or was thrown away: its raw cells go. */
async function moveCursors(run: Run, closed: ReadonlyMap<string, ClosedPlace>): Promise<void> {
  if (closed.size === 0) return;
  await run(
    `INSERT INTO cursors SELECT ${unnest(['TEXT', 'BIGINT', 'BIGINT'])} ON CONFLICT (place) DO UPDATE
     SET looks_since_ms = excluded.looks_since_ms, attributes_since_ms = excluded.attributes_since_ms`,
    columns([...closed], ([place, { since }]) => [place, since.looks, since.attributes]),
  );
  await run(
    `DELETE FROM open_cells USING cursors WHERE open_cells.place = cursors.place AND open_cells.quarter_ms <
       CASE WHEN open_cells.cell < 200 THEN cursors.looks_since_ms ELSE cursors.attributes_since_ms END`,
  );
}

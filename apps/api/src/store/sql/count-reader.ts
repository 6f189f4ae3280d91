import { DWELL_COUNT, LOOKS_COUNT, MAX_BLOCK_MS, MINUTE_MS, QUARTER_MS, type TimeRange } from '@vitrine/metrics';
import type { AttributeSums, LooksSums, PublicSums, Sums, SumsRequest } from '../count-store.js';
import { column, unnest } from './columns.js';
import type { Run, SqlRow, SqlValue } from './database.js';

/** Sums atoms into the rows of a request. Time zones, groups and weekdays are the caller's: here an atom has a key and no more. */
export async function readSums(run: Run, request: SumsRequest): Promise<Sums> {
  if (request.places.length === 0 || request.times?.length === 0) return { visits: [], looks: [], attributes: [] };
  const source = sourceOf(request);
  const read = async (sql: string) => (await run(sql, source.values)).filter((row) => Number(row['time_key']) !== NO_KEY);
  const visits = await read(source.sql(publicAtoms(request), 'sum(a.visits) AS visits, sum(a.analysed_ms) AS analysed_ms'));
  const wantsLooks = request.looks.length > 0 || request.dwell;
  const looks = wantsLooks ? await read(blocksSql(source, 'looks', looksColumns(request))) : [];
  const wantsAttributes = request.attributes.length > 0;
  const attributes = wantsAttributes ? await read(blocksSql(source, 'attributes', attributeColumns(request))) : [];
  return {
    visits: visits.map(publicOf),
    looks: looks.map((row) => looksOf(row, request)),
    attributes: attributes.map((row) => attributesOf(row, request)),
  };
}

interface Source {
  /** Statement that gives atoms `a(place, atom_ms, …)` their keys and sums them by key. */
  readonly sql: (atoms: string, sums: string, groupBy?: string) => string;
  readonly values: SqlValue[];
}

/** `$1`, `$2` the range; `$3`, `$4` places and their keys; `$5`, `$6` the first atom and the keys of it and all that follow. */
function sourceOf({ range, places, times, resolution }: SumsRequest): Source {
  const values: SqlValue[] = [
    range.startMs,
    range.endMs,
    column(places.map(({ place }) => place)),
    column(places.map(({ key }) => key)),
  ];
  const atomMs = ATOM_MS[resolution];
  if (times !== null) {
    const firstMs = range.startMs - (range.startMs % atomMs);
    values.push(firstMs, column(keysByAtom(times, { startMs: firstMs, endMs: range.endMs }, atomMs)));
  }
  // Atoms lie on a grid: looked up by their number and not by a join, which sorts a year of them.
  const timeKey =
    times === null ? '0' : `(string_to_array($6, '|')::INTEGER[])[((a.atom_ms - $5::BIGINT) / ${atomMs})::INTEGER + 1]`;
  return {
    values,
    sql: (atoms, sums, groupBy = '') =>
      `WITH p (place, place_key) AS (SELECT ${unnest(['TEXT', 'INTEGER'], 3)})
       SELECT ${timeKey} AS time_key, p.place_key AS place_key, ${sums} ${groupBy}
       FROM (${atoms}) a JOIN p ON p.place = a.place GROUP BY 1, 2 ${groupBy}`,
  };
}

const ATOM_MS = { minute: MINUTE_MS, quarter: QUARTER_MS } as const;
/** Of atoms that belong to no row. They are summed like the others and left out at the end. */
const NO_KEY = -1;

/** @returns the keys of all atoms of the range, in their order */
function keysByAtom(times: NonNullable<SumsRequest['times']>, { startMs, endMs }: TimeRange, atomMs: number): number[] {
  const keys = new Array<number>(Math.ceil((endMs - startMs) / atomMs)).fill(NO_KEY);
  for (const time of times) {
    const number = (time.atomMs - startMs) / atomMs;
    if (number in keys) keys[number] = time.key;
  }
  return keys;
}

function publicAtoms({ resolution }: SumsRequest): string {
  const within = (column: string) => `${column} >= $1::BIGINT AND ${column} < $2::BIGINT`;
  const settled =
    resolution === 'minute'
      ? `SELECT place, minute_ms AS atom_ms, visits, analysed_ms FROM minutes WHERE ${within('minute_ms')}`
      : `SELECT place, quarter_ms AS atom_ms, visits, analysed_ms FROM quarters WHERE ${within('quarter_ms')}`;
  return `${settled} UNION ALL SELECT place, minute_ms - minute_ms % ${ATOM_MS[resolution]} AS atom_ms, visits, analysed_ms
    FROM open_minutes WHERE ${within('minute_ms')}`;
}

/** A block counts in a row by the part of its visits that the row has. */
function blocksSql({ sql }: Source, kind: 'looks' | 'attributes', sums: readonly string[]): string {
  const atoms = `SELECT place, quarter_ms AS atom_ms, block_id, visits FROM parts
    WHERE kind = '${kind}' AND quarter_ms >= $1::BIGINT AND quarter_ms < $2::BIGINT`;
  const weights = sql(atoms, 'sum(a.visits)::DOUBLE PRECISION AS visits', ', a.block_id');
  return `SELECT w.time_key, w.place_key, sum(w.visits) AS visits, min(b.start_ms) AS start_ms, max(b.end_ms) AS end_ms,
      max(CASE WHEN w.visits < b.visits THEN 1 ELSE 0 END) AS is_cut,
      sum(w.visits / b.visits * w.visits / b.visits * b.variance) AS noise${sums.map((column) => `, ${column}`).join('')}
    FROM (${weights}) w JOIN blocks b ON b.id = w.block_id
    WHERE b.end_ms > $1::BIGINT AND b.end_ms <= $2::BIGINT + ${MAX_BLOCK_MS} AND b.start_ms < $2::BIGINT GROUP BY 1, 2`;
}

/** Cells of `blocks.cells` are numbered from 1: gender × age, then dwell. */
function looksColumns({ looks, dwell }: SumsRequest): string[] {
  const sumOf = (cells: readonly number[], excess: string, name: string) =>
    `sum(w.visits / b.visits * (${cells.map((cell) => `b.cells[${cell + 1}]`).join(' + ')} - ${excess})) AS ${name}`;
  const groups = looks.map((cells, index) =>
    sumOf(cells, `b.looks_excess * ${cells.length} / ${LOOKS_COUNT}::DOUBLE PRECISION`, `looks_${index}`),
  );
  if (!dwell) return groups;
  const bins = Array.from({ length: DWELL_COUNT }, (_, bin) =>
    sumOf([LOOKS_COUNT + bin], `b.dwell_excess / ${DWELL_COUNT}::DOUBLE PRECISION`, `dwell_${bin}`),
  );
  return [...groups, ...bins, 'sum(w.visits / b.visits * w.visits / b.visits * b.dwell_variance) AS dwell_noise'];
}

function attributeColumns({ attributes }: SumsRequest): string[] {
  return attributes.flatMap((attribute) => [
    `sum(w.visits / b.visits * b.cells[${attribute + 1}]) AS count_${attribute}`,
    `sum(CASE WHEN b.cells[${attribute + 1}] IS NULL THEN 0 ELSE w.visits END) AS visits_${attribute}`,
  ]);
}

const keysOf = (row: SqlRow) => ({ timeKey: Number(row['time_key']), placeKey: Number(row['place_key']) });

const basisOf = (row: SqlRow) => ({
  ...keysOf(row),
  visits: Number(row['visits']),
  blocks: { startMs: Number(row['start_ms']), endMs: Number(row['end_ms']) },
  isEstimated: Number(row['is_cut']) === 1,
  noise: Number(row['noise']),
});

function publicOf(row: SqlRow): PublicSums {
  return { ...keysOf(row), visits: Number(row['visits']), analysedMs: Number(row['analysed_ms']) };
}

function looksOf(row: SqlRow, { looks, dwell }: SumsRequest): LooksSums {
  const bins = () => Array.from({ length: DWELL_COUNT }, (_, bin) => Number(row[`dwell_${bin}`]));
  return {
    ...basisOf(row),
    sums: looks.map((_, index) => Number(row[`looks_${index}`])),
    dwell: dwell ? bins() : null,
    dwellNoise: dwell ? Number(row['dwell_noise']) : 0,
  };
}

function attributesOf(row: SqlRow, { attributes }: SumsRequest): AttributeSums {
  const sums = attributes.map((index) => ({ count: Number(row[`count_${index}`] ?? 0), visits: Number(row[`visits_${index}`]) }));
  return { ...basisOf(row), sums };
}

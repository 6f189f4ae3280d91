import { fileStoreUrl, openStores } from '@vitrine/api';
import type { ExportFormat, ExportJob, QueryInput } from '@vitrine/contracts';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillHistory } from '../history/fill.js';
import { postgresPrograms, startPostgres } from '../postgres-server.js';
import { startService, type RunningService } from '../service.js';
import { quantile } from './quantile.js';

const CAMERAS = 50;
const RUNS = 30;
const DAY_MS = 86_400_000;

export interface HistoryCost {
  readonly store: string;
  readonly days: number;
  readonly what: string;
  /** Of one question over HTTP, ms; null for an export. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly rows: number;
  readonly rowsPerS: number | null;
  /** Growth of the api's memory while the file was made, MiB; null for a question. */
  readonly growthMiB: number | null;
}

/** What an analyst asks most, each over a span that ends on another day at every run. */
const QUESTIONS = [
  { what: 'an hour by quarter hour', days: 1 / 24, groupBy: ['time:15m', 'camera'] },
  { what: 'a day by hour', days: 1, groupBy: ['time:hour', 'camera'] },
  { what: 'a month by day', days: 30, groupBy: ['time:day', 'camera'] },
] as const;

/**
 * Fills each store with made-up visits before fifty cameras and asks the service over it.
 * @param lengthsDays of history, ascending: everything is asked at each of them, while the same history grows
 */
export async function measureHistory(
  folder: string,
  lengthsDays: readonly number[],
  report: (cost: HistoryCost) => void,
): Promise<HistoryCost[]> {
  const costs: HistoryCost[] = [];
  const keep = (cost: HistoryCost) => {
    costs.push(cost);
    report(cost);
  };
  const dataDir = join(folder, `duckdb-${lengthsDays.join('-')}`);
  await mkdir(dataDir, { recursive: true });
  await measureStore({ store: 'DuckDB', lengthsDays, dataDir, url: null }, keep);
  if (postgresPrograms() === null) return costs;
  const server = await startPostgres();
  try {
    await measureStore({ store: 'PostgreSQL', lengthsDays, dataDir: join(folder, 'postgres'), url: server.url }, keep);
  } finally {
    await server.close();
  }
  return costs;
}

export interface HistoryGrowth {
  readonly store: string;
  readonly what: string;
  readonly fromDays: number;
  readonly toDays: number;
  /** How many times as long the same takes after the longest history as after the shortest: of a question's p50, of an export's rows a second. */
  readonly times: number;
}

/** @returns what grew with the history, of everything that was asked at several lengths of it */
export function growthOf(costs: readonly HistoryCost[]): HistoryGrowth[] {
  const kinds = [...new Set(costs.map(({ store, what }) => `${store}: ${what}`))];
  return kinds.flatMap((kind) => {
    const same = costs.filter(({ store, what }) => `${store}: ${what}` === kind);
    const [first, last] = [same[0]!, same.at(-1)!];
    if (first === last) return [];
    const times = first.p50Ms === null ? first.rowsPerS! / last.rowsPerS! : last.p50Ms! / first.p50Ms;
    return [{ store: first.store, what: first.what, fromDays: first.days, toDays: last.days, times }];
  });
}

interface Bench {
  readonly store: string;
  readonly lengthsDays: readonly number[];
  readonly dataDir: string;
  /** Null for the file in the data folder. */
  readonly url: string | null;
}

async function measureStore(bench: Bench, report: (cost: HistoryCost) => void): Promise<void> {
  const { lengthsDays } = bench;
  const nowMs = Date.now();
  const mostDays = lengthsDays.at(-1)!;
  for (const [index, days] of lengthsDays.entries()) {
    // What is older is filled first: counts only ever come at the end.
    const endMs = days === mostDays ? nowMs : Math.floor(nowMs / DAY_MS - mostDays + days) * DAY_MS;
    await fill(bench, { endMs, days: days - (lengthsDays[index - 1] ?? 0) });
    await measureService(bench, { endMs, days }, report);
  }
}

/** A history that ends with a time, UTC epoch ms. */
interface Past {
  readonly endMs: number;
  readonly days: number;
}

async function fill({ store, dataDir, url }: Bench, { endMs, days }: Past): Promise<void> {
  const stores = await openStores(url ?? fileStoreUrl(dataDir));
  const onDay = (day: number) => process.stderr.write(`\r${store}: ${day} of ${days} days made up${day === days ? '\n' : ''}`);
  // As they are: what is measured is reading, and a stored cell is a number either way.
  await fillHistory({ stores, cameras: CAMERAS, days, timeZone: 'UTC', endMs, rules: { mode: 'exact' }, onDay });
  // As every night.
  await stores.counts.sweep(Date.now());
  await stores.close();
}

async function measureService({ store, dataDir, url }: Bench, past: Past, report: (cost: HistoryCost) => void): Promise<void> {
  const service = await startService({ dataDir, ...(url !== null && { env: { VITRINE_STORE: url } }) });
  const { days, endMs } = past;
  try {
    for (const question of QUESTIONS) {
      const { p50Ms, p95Ms, rows } = await measureQuestion(service, question, past);
      report({ store, days, what: question.what, p50Ms, p95Ms, rows, rowsPerS: null, growthMiB: null });
    }
    for (const format of ['csv', 'parquet'] as const) {
      const { rows, rowsPerS, growthMiB } = await measureExport(service, format, endMs - days * DAY_MS);
      report({ store, days, what: `all as ${format}`, p50Ms: null, p95Ms: null, rows, rowsPerS, growthMiB });
    }
  } finally {
    await service.stop();
  }
}

async function measureQuestion(
  service: RunningService,
  { days: span, groupBy }: (typeof QUESTIONS)[number],
  { endMs, days }: Past,
) {
  const times: number[] = [];
  let rows = 0;
  for (let run = 0; run < RUNS; run += 1) {
    // From noon to noon, so that an hour is a busy one.
    const to = Math.floor(endMs / DAY_MS) * DAY_MS - (run % Math.max(1, Math.floor(days - span))) * DAY_MS - DAY_MS / 2;
    const body: QueryInput = { metrics: ['visits', 'women', 'womenShare'], groupBy: [...groupBy], from: to - span * DAY_MS, to };
    const startedMs = performance.now();
    const answer = await service.request<{ rows: unknown[] }>('/api/v1/query', { method: 'POST', body });
    times.push(performance.now() - startedMs);
    rows = answer.rows.length;
  }
  return { p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), rows };
}

async function measureExport(service: RunningService, format: ExportFormat, from: number) {
  const query: QueryInput = { metrics: ['visits', 'women', 'men'], groupBy: ['time:15m', 'camera'], from };
  const before = residentMiB(service);
  let most = before;
  const startedMs = performance.now();
  const { id } = await service.request<ExportJob>('/api/v1/exports', { method: 'POST', body: { query, format } });
  for (;;) {
    const { state, rows, message } = await service.request<ExportJob>(`/api/v1/exports/${id}`);
    most = Math.max(most, residentMiB(service));
    if (state === 'failed') throw new Error(message ?? 'the export failed');
    if (state === 'ready') return { rows, rowsPerS: (1_000 * rows) / (performance.now() - startedMs), growthMiB: most - before };
    await sleep(100);
  }
}

/** Of the api's process, where the system tells. */
function residentMiB({ process: child }: RunningService): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_024;
}

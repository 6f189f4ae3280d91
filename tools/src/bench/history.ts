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

/** Fills each store with made-up visits before fifty cameras and asks the service over it. @param days of history */
export async function measureHistory(folder: string, days: number, report: (cost: HistoryCost) => void): Promise<HistoryCost[]> {
  const costs: HistoryCost[] = [];
  const keep = (cost: HistoryCost) => {
    costs.push(cost);
    report(cost);
  };
  const dataDir = join(folder, `duckdb-${days}`);
  await mkdir(dataDir, { recursive: true });
  await measureStore({ store: 'DuckDB', days, dataDir, url: null }, keep);
  if (postgresPrograms() === null) return costs;
  const server = await startPostgres();
  try {
    await measureStore({ store: 'PostgreSQL', days, dataDir: join(folder, `postgres-${days}`), url: server.url }, keep);
  } finally {
    await server.close();
  }
  return costs;
}

interface Bench {
  readonly store: string;
  readonly days: number;
  readonly dataDir: string;
  /** Null for the file in the data folder. */
  readonly url: string | null;
}

async function measureStore({ store, days, dataDir, url }: Bench, report: (cost: HistoryCost) => void): Promise<void> {
  const endMs = Date.now();
  const stores = await openStores(url ?? fileStoreUrl(dataDir));
  // As they are: what is measured is reading, and a stored cell is a number either way.
  await fillHistory({ stores, cameras: CAMERAS, days, timeZone: 'UTC', endMs, rules: { mode: 'exact' } });
  // As every night.
  await stores.counts.sweep(Date.now());
  await stores.close();
  if (url !== null) process.env['VITRINE_STORE'] = url;
  const service = await startService({ dataDir });
  delete process.env['VITRINE_STORE'];
  try {
    for (const question of QUESTIONS) {
      const { p50Ms, p95Ms, rows } = await measureQuestion(service, question, { endMs, days });
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
  { endMs, days }: { endMs: number; days: number },
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

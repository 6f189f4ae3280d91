import { Inject, Injectable } from '@nestjs/common';
import { ATTRIBUTE_NAMES, MAX_ROWS, type Query, type QueryAnswer, type Row } from '@vitrine/contracts';
import { TooManyBucketsError, ZoneClock, type TimeRange } from '@vitrine/metrics';
import { createHash } from 'node:crypto';
import { CameraBoard } from '../cameras/camera-board.js';
import { isTimeZone } from '../config/config.schema.js';
import type { ServiceConfig } from '../config/load-config.js';
import { CONFIG } from '../config/tokens.js';
import { Publisher } from '../disclosure/publisher.js';
import { Problem } from '../http/problem.js';
import { PolicyService } from '../policy/policy.service.js';
import { CountStore } from '../store/count-store.js';
import { comparedRange, rangeOf } from './moments.js';
import { placeAxis } from './place-axis.js';
import { piecesOf, planQuery, rowCount, type QueryPlan } from './query-plan.js';
import { columnUnknown, conversionIncomplete, mustSee, tooManyRows, zoneUnknown } from './query-problems.js';
import { makeRows, type Findings } from './row-stream.js';
import { timeAxis, timeUnit } from './time-axis.js';

/** Who asks, as far as counts are concerned. */
export interface Asker {
  /** Null for all cameras. */
  readonly cameraIds: ReadonlySet<string> | null;
}

/** A query that was understood: it may be answered at once, or row by row. */
export interface Prepared {
  readonly plan: QueryPlan;
  readonly clock: ZoneClock;
  readonly compared: QueryPlan | null;
  /** Equal for two askings that have the same answer. */
  readonly etag: string;
}

/** Answers questions about the past, and about the quarter hour that is not over yet. */
@Injectable()
export class QueryService {
  readonly #clocks = new Map<string, ZoneClock>();

  constructor(
    @Inject(CountStore) private readonly store: CountStore,
    @Inject(CONFIG) private readonly config: ServiceConfig,
    @Inject(CameraBoard) private readonly board: CameraBoard,
    @Inject(PolicyService) private readonly policy: PolicyService,
    @Inject(Publisher) private readonly publisher: Publisher,
  ) {}

  /** @throws Problem 422 for what cannot be answered as asked */
  async prepare(query: Query, asker: Asker, nowMs = Date.now()): Promise<Prepared> {
    const clock = this.#clockOf(query.tz ?? this.config.siteTimeZone);
    const range = rangeOf(query, clock, nowMs);
    const plan = await this.#plan(query, range, { clock, asker, nowMs });
    const before = comparedRange(query, range, clock);
    const compared = before && (await this.#plan(query, before, { clock, asker, nowMs }));
    return { plan, compared, clock, etag: this.#etag(plan, asker) };
  }

  /** @throws Problem 422 for more rows than one answer holds */
  async answer({ plan, compared, clock }: Prepared): Promise<QueryAnswer> {
    if (rowCount(plan) > MAX_ROWS) throw tooManyRows(rowCount(plan));
    const { rows, findings } = await makeRows(this.store, plan, clock);
    const before = compared && (await makeRows(this.store, compared, clock)).rows;
    if (before) for (const [index, row] of rows.entries()) writeBefore(row, before[index], plan);
    const shown = ordered(rows, plan.query);
    return { rows: shown, meta: this.#meta({ plan, compared, clock, findings }, shown, rows.length) };
  }

  /** @throws Problem 422 for what needs all rows at once */
  mustStream({ plan }: Prepared): void {
    const { compare, orderBy, limit } = plan.query;
    if (rowCount(plan) <= MAX_ROWS || (compare === undefined && orderBy === undefined && limit === undefined)) return;
    throw new Problem(422, {
      code: 'export_unordered',
      message: `\`compare\`, \`orderBy\` and \`limit\` need all of ${rowCount(plan)} rows at once.`,
      remedy: 'Leave them out; the rows come by time and place.',
      field: 'orderBy',
    });
  }

  /** The rows of an answer of any length, piece by piece and in the answer's order. */
  async *stream(prepared: Prepared): AsyncGenerator<Row[]> {
    const { plan, clock } = prepared;
    if (rowCount(plan) <= MAX_ROWS) return void (yield (await this.answer(prepared)).rows);
    for (const piece of piecesOf(plan)) yield (await makeRows(this.store, piece, clock)).rows;
  }

  streamMeta({ plan, clock, compared }: Prepared): QueryAnswer['meta'] {
    return this.#meta({ plan, clock, compared, findings: { visits: 0, publishedVisits: 0 } }, [], 0);
  }

  #meta(done: Omit<Prepared, 'etag'> & { findings: Findings }, rows: readonly Row[], allRows: number): QueryAnswer['meta'] {
    const { plan, clock, findings } = done;
    const { policy, version } = this.policy.current;
    const { settledUntilMs: settledMs, isSynthetic } = this.publisher.standing;
    return {
      query: plan.query,
      from: clock.iso(plan.range.startMs),
      to: clock.iso(plan.range.endMs),
      tz: clock.timeZone,
      asOf: settledMs === 0 ? null : clock.iso(settledMs),
      policyVersion: version,
      privacy: policy.privacy,
      minimumGroup: policy.minimumGroup,
      columns: Object.keys(rows[0] ?? {}),
      rowCount: rows.length,
      warnings: warningsOf(plan, findings, allRows - rows.length),
      synthetic: isSynthetic,
    };
  }

  async #plan(query: Query, range: TimeRange, context: { clock: ZoneClock; asker: Asker; nowMs: number }): Promise<QueryPlan> {
    const { clock, asker, nowMs } = context;
    const counted = await this.store.places();
    const places = placeAxis(query, { cameras: this.board.specs, counted, visible: asker.cameraIds });
    if (query.metrics.includes('conversion') !== (query.conversion !== undefined)) throw conversionIncomplete();
    if (query.conversion) mustSee(query.conversion, counted, asker);
    const allowed = ATTRIBUTE_NAMES.filter((name) => this.policy.book.shown.has(name));
    const { minimumGroup } = this.policy.book.current.policy;
    try {
      const times = timeAxis(range, query.groupBy, clock, nowMs);
      return planQuery(query, { clock, range, times, places, allowed, minimumGroup });
    } catch (error) {
      if (error instanceof TooManyBucketsError) throw tooManyRows(error.maxBuckets);
      throw error;
    }
  }

  #clockOf(tz: string): ZoneClock {
    const known = this.#clocks.get(tz);
    if (known) return known;
    if (!isTimeZone(tz)) throw zoneUnknown(tz);
    const clock = new ZoneClock(tz);
    this.#clocks.set(tz, clock);
    return clock;
  }

  /** What lies before the last settling does not change any more, but for blocks that close later and for the policy. */
  #etag({ query, range, places }: QueryPlan, { cameraIds }: Asker): string {
    const settledMs = this.publisher.standing.settledUntilMs;
    const isRunning = range.endMs > settledMs;
    const state = [this.policy.current.version, settledMs, isRunning ? Math.floor(Date.now() / 1_000) : 0];
    const hash = createHash('sha256');
    hash.update(JSON.stringify([query, range, places.map(({ places: names }) => names), [...(cameraIds ?? ['*'])], state]));
    return `"${hash.digest('base64url').slice(0, 27)}"`;
  }
}

function writeBefore(row: Row, before: Row | undefined, { query, times }: QueryPlan): void {
  if (times.atoms !== null && timeUnit(query.groupBy) !== null) row['time_before'] = before?.['time'] ?? null;
  for (const metric of query.metrics) {
    for (const column of [metric, `${metric}_low`, `${metric}_high`, `${metric}_reason`]) {
      if (column in row) row[`${column}_before`] = before?.[column] ?? null;
    }
  }
}

/** By the column asked for, what has no value last; else by time, place and split. */
function ordered(rows: readonly Row[], { orderBy, limit }: Query): Row[] {
  if (orderBy === undefined) return rows.slice(0, limit);
  const isDescending = orderBy.startsWith('-');
  const column = isDescending ? orderBy.slice(1) : orderBy;
  if (rows.length > 0 && !(column in rows[0]!)) throw columnUnknown(column, Object.keys(rows[0]!));
  const sign = isDescending ? -1 : 1;
  const sorted = rows.toSorted((a, b) => {
    const [x, y] = [a[column], b[column]];
    if (x === y) return 0;
    if (x === null || x === undefined) return 1;
    if (y === null || y === undefined) return -1;
    return x < y ? -sign : sign;
  });
  return sorted.slice(0, limit);
}

function warningsOf({ isProtected, query }: QueryPlan, { visits, publishedVisits }: Findings, cutRows: number): string[] {
  const warnings: string[] = [];
  if (isProtected && publishedVisits < visits) {
    warnings.push(
      `${visits - publishedVisits} of ${visits} visits are not published yet; \`published\` says how many are, row by row.`,
    );
  }
  if (cutRows > 0) warnings.push(`\`limit\` ${query.limit} left out ${cutRows} rows.`);
  return warnings;
}

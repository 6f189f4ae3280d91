import { ATTRIBUTE_NAMES, type AttributeName, type Query } from '@vitrine/contracts';
import { attributeIndex, LOOKS_COUNT, QUARTER_MS, type TimeRange, type ZoneClock } from '@vitrine/metrics';
import type { SumsRequest } from '../store/count-store.js';
import type { PlaceKey } from './place-axis.js';
import type { RowRules } from './row-maker.js';
import { splitsOf, usesLooks, type PeopleCells, type Split } from './splits.js';
import type { TimeAxis } from './time-axis.js';

/** A query with everything in it looked up: what is asked of the store, and how its sums become rows. */
export interface QueryPlan {
  readonly query: Query;
  readonly range: TimeRange;
  readonly times: TimeAxis;
  readonly places: readonly PlaceKey[];
  readonly splits: readonly Split[];
  readonly request: SumsRequest;
  readonly rules: RowRules;
  readonly isProtected: boolean;
}

export interface PlanContext {
  readonly clock: ZoneClock;
  readonly range: TimeRange;
  readonly times: TimeAxis;
  readonly places: readonly PlaceKey[];
  readonly allowed: readonly AttributeName[];
  readonly minimumGroup: number;
}

const DWELL_METRICS = ['dwellMedianS', 'dwellP90S'];
const PUBLIC_METRICS = ['visits', 'coverage', 'analysedS', 'conversion'];

export function planQuery(query: Query, { range, times, places, allowed, minimumGroup }: PlanContext): QueryPlan {
  const splits = splitsOf(query, allowed);
  const isByLooks = usesLooks(query);
  const groups = looksGroups(query, splits, isByLooks);
  const attributes = attributesOf(query, splits)
    .filter((name) => allowed.includes(name))
    .map(attributeIndex);
  const dwell = query.groupBy.includes('dwell') || query.metrics.some((metric) => DWELL_METRICS.includes(metric));
  const isProtected = isByLooks || dwell || query.metrics.some((metric) => !PUBLIC_METRICS.includes(metric));
  return {
    query,
    range,
    times,
    places,
    splits,
    isProtected,
    rules: {
      metrics: query.metrics,
      isByLooks,
      minimumGroup,
      groups: new Map(groups.map((cells, index) => [cells, index])),
      attributes,
    },
    request: {
      range,
      resolution: query.groupBy.includes('time:minute') ? 'minute' : 'quarter',
      times: times.atoms,
      places: places.flatMap(({ places: names }, key) => names.map((place) => ({ place, key }))),
      looks: groups,
      dwell,
      attributes,
    },
  };
}

export function rowCount({ times, places, splits }: Pick<QueryPlan, 'times' | 'places' | 'splits'>): number {
  return times.keys.length * places.length * splits.length;
}

/** Rows in memory at once while a long answer is made. */
const PIECE_ROWS = 5_000;

/** Cuts a plan by time into plans with few rows each, which together have the same rows. */
export function piecesOf(plan: QueryPlan): QueryPlan[] {
  const { times, request } = plan;
  if (times.atoms === null) return [plan];
  const perPiece = Math.max(1, Math.floor(PIECE_ROWS / (plan.places.length * plan.splits.length)));
  const pieces: QueryPlan[] = [];
  for (let first = 0; first < times.keys.length; first += perPiece) {
    const keys = times.keys.slice(first, first + perPiece);
    const atoms = times.atoms
      .filter(({ key }) => key >= first && key < first + perPiece)
      .map(({ atomMs, key }) => ({ atomMs, key: key - first }));
    const starts = atoms.map(({ atomMs }) => atomMs);
    const [startMs, lastMs] = [starts.reduce((a, b) => Math.min(a, b)), starts.reduce((a, b) => Math.max(a, b))];
    const range = { startMs, endMs: Math.min(request.range.endMs, lastMs + QUARTER_MS) };
    pieces.push({ ...plan, range, times: { keys, atoms }, request: { ...request, range, times: atoms } });
  }
  return pieces;
}

/** Every sum of cells that some row needs, once. All cells together are the visits themselves. */
function looksGroups({ metrics }: Query, splits: readonly Split[], isByLooks: boolean): (readonly number[])[] {
  const wanted = new Set<keyof PeopleCells>();
  if (metrics.includes('women')) wanted.add('female');
  if (metrics.includes('men')) wanted.add('male');
  if (metrics.includes('genderUnknown')) wanted.add('unknown');
  if (metrics.includes('womenShare') || metrics.includes('menShare')) wanted.add('female').add('male');
  if (isByLooks && metrics.includes('visits')) wanted.add('all');
  const groups = splits
    .flatMap(({ people }) => [...wanted].map((name) => people[name]))
    .filter(({ length }) => length > 0 && length < LOOKS_COUNT);
  // Asked for all cells, the store still has to say what is published.
  return groups.length === 0 && isByLooks ? [[0]] : groups;
}

function attributesOf({ metrics }: Query, splits: readonly Split[]): AttributeName[] {
  const split = splits.flatMap(({ attribute }) => attribute ?? []);
  return ATTRIBUTE_NAMES.filter((name) => split.includes(name) || metrics.includes(`share_${name}`));
}

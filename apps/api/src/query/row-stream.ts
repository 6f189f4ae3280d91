import type { Row } from '@vitrine/contracts';
import type { ZoneClock } from '@vitrine/metrics';
import type { AttributeSums, CountStore, LooksSums, PublicSums, RowKey } from '../store/count-store.js';
import type { QueryPlan } from './query-plan.js';
import { RowMaker } from './row-maker.js';

/** What the rows of one plan turned out to rest on. */
export interface Findings {
  /** Visits of the range, and those of them that lie in published blocks. */
  visits: number;
  publishedVisits: number;
}

export interface MadeRows {
  readonly rows: Row[];
  readonly findings: Findings;
}

const byKey = <T extends RowKey>(sums: readonly T[]) => new Map(sums.map((sum) => [`${sum.timeKey}/${sum.placeKey}`, sum]));

/** Asks the store once and makes every row of the plan, those without a visit too. REST, exports and `published` all come from here. */
export async function makeRows(store: CountStore, plan: QueryPlan, clock: ZoneClock): Promise<MadeRows> {
  const sums = await store.sums(plan.request);
  const covered = isByCamera(plan) ? byKey(sums.visits) : await coverageOf(store, plan);
  const conversion = await conversionOf(store, plan);
  const parts = { visits: byKey(sums.visits), looks: byKey(sums.looks), attributes: byKey(sums.attributes) };
  const maker = new RowMaker(plan.rules);
  const rows: Row[] = [];
  for (const [timeKey, time] of plan.times.keys.entries()) {
    for (const [placeKey, place] of plan.places.entries()) {
      const key = `${timeKey}/${placeKey}`;
      const found = {
        visits: parts.visits.get(key),
        looks: parts.looks.get(key),
        attributes: parts.attributes.get(key),
        analysedMs: covered.get(key)?.analysedMs ?? 0,
        passedMs: time.passedMs * place.cameraIds.size,
        conversion: conversion?.get(timeKey) ?? null,
      };
      for (const split of plan.splits) {
        const row: Row = {};
        for (const { cells } of [time, place, split]) copyCells(row, cells);
        maker.write(row, { ...found, split });
        writeBasis(row, found, plan, clock);
        rows.push(row);
      }
    }
  }
  return { rows, findings: findingsOf(sums) };
}

interface Found {
  readonly visits: PublicSums | undefined;
  readonly looks: LooksSums | undefined;
  readonly attributes: AttributeSums | undefined;
  readonly analysedMs: number;
  readonly passedMs: number;
}

/** Cell by cell: a row that is spread together of several objects takes tens of times as long, and rows are what an answer consists of. */
function copyCells(row: Row, cells: Row): void {
  for (const name in cells) row[name] = cells[name]!;
}

/** How well the row was seen, and on which published blocks its protected values rest. */
function writeBasis(row: Row, found: Found, { isProtected, rules }: QueryPlan, clock: ZoneClock): void {
  const { looks, attributes, analysedMs, passedMs } = found;
  if (!rules.metrics.includes('coverage')) {
    row['coverage'] = passedMs === 0 ? null : Math.round(Math.min(1, analysedMs / passedMs) * 1e4) / 1e4;
  }
  if (!isProtected) return;
  const used = looks ?? attributes;
  row['published'] = used?.visits ?? 0;
  row['estimated'] = (looks?.isEstimated ?? false) || (attributes?.isEstimated ?? false);
  row['basisFrom'] = used ? clock.iso(used.blocks.startMs) : null;
  row['basisTo'] = used ? clock.iso(used.blocks.endMs) : null;
}

/** Whether the places of the rows are whole cameras, so that their own sums have the coverage. */
function isByCamera({ places }: QueryPlan): boolean {
  return places.every(
    ({ places: names, cameraIds }) => names.length === cameraIds.size && names.every((name) => cameraIds.has(name)),
  );
}

/** A zone is covered as its camera is. */
async function coverageOf(store: CountStore, { request, places }: QueryPlan): Promise<Map<string, PublicSums>> {
  const cameras = places.flatMap(({ cameraIds }, key) => [...cameraIds].map((place) => ({ place, key })));
  const { visits } = await store.sums({ ...request, places: cameras, looks: [], dwell: false, attributes: [] });
  return byKey(visits);
}

async function conversionOf(store: CountStore, { query, request }: QueryPlan) {
  const { conversion } = query;
  if (!conversion) return null;
  const places = [
    { place: conversion.from, key: 0 },
    { place: conversion.to, key: 1 },
  ];
  const { visits } = await store.sums({ ...request, places, looks: [], dwell: false, attributes: [] });
  const sums = byKey(visits);
  const at = (timeKey: number, placeKey: number) => sums.get(`${timeKey}/${placeKey}`)?.visits ?? 0;
  const timeKeys = request.times === null ? [0] : [...new Set(request.times.map(({ key }) => key))];
  return new Map(timeKeys.map((timeKey) => [timeKey, { from: at(timeKey, 0), to: at(timeKey, 1) }]));
}

function findingsOf(sums: {
  visits: readonly PublicSums[];
  looks: readonly LooksSums[];
  attributes: readonly AttributeSums[];
}): Findings {
  const total = (parts: readonly { visits: number }[]) => parts.reduce((sum, { visits }) => sum + visits, 0);
  const published = Math.max(total(sums.looks), total(sums.attributes));
  return { visits: total(sums.visits), publishedVisits: Math.round(published) };
}

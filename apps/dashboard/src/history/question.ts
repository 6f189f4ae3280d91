import type { AttributeName, Dimension, QueryInput } from '@vitrine/contracts';
import { ATTRIBUTE_NAMES, COUNTED_AGES, COUNTED_GENDERS } from '@vitrine/contracts';
import { hourAndMinute, isoDay } from '../words/format.js';

export const RANGES = ['today', 'yesterday', '7d', '28d', 'custom'] as const;
export type RangeName = (typeof RANGES)[number];
export const COMPARISONS = ['none', 'period', 'weekday', 'year'] as const;
export type Comparison = (typeof COMPARISONS)[number];
export const BUCKETS = ['15m', 'hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** What the toolbar says; the page's address has all of it. */
export interface Question {
  readonly range: RangeName;
  /** Days of the site, both included; used by `custom`. */
  readonly from: string;
  readonly to: string;
  readonly compare: Comparison;
  readonly bucket: Bucket;
  /** Empty for all. */
  readonly cameras: readonly string[];
  readonly gender: (typeof COUNTED_GENDERS)[number] | null;
  readonly age: (typeof COUNTED_AGES)[number] | null;
}

const DAY_MS = 86_400_000;

/** @returns the question of an address; what it does not say, or says wrongly, is as usual */
export function readQuestion(search: string, nowMs: number): Question {
  const said = new URLSearchParams(search);
  const range = oneOf(RANGES, said.get('range')) ?? '7d';
  const from = dayOf(said.get('from')) ?? isoDay(nowMs - 6 * DAY_MS);
  const to = dayOf(said.get('to')) ?? isoDay(nowMs);
  return {
    range,
    from: from <= to ? from : to,
    to: from <= to ? to : from,
    compare: oneOf(COMPARISONS, said.get('compare')) ?? 'period',
    bucket: oneOf(BUCKETS, said.get('bucket')) ?? usualBucket(range, from, to),
    cameras: said.get('cameras')?.split(',').filter(Boolean) ?? [],
    gender: oneOf(COUNTED_GENDERS, said.get('gender')),
    age: oneOf(COUNTED_AGES, said.get('age')),
  };
}

/** @returns the address's search with `change` in it; without what is as usual */
export function writeQuestion(search: string, change: Readonly<Record<string, string | null>>): string {
  const said = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === '') said.delete(name);
    else said.set(name, value);
  }
  const text = said.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

/** The part of a query that every figure on the page shares. */
export function baseQuery(question: Question, nowMs: number): Omit<QueryInput, 'metrics'> {
  const { cameras, gender, age } = question;
  const filters = {
    ...(cameras.length > 0 ? { camera: [...cameras] } : {}),
    ...(gender === null ? {} : { gender: [gender] }),
    ...(age === null ? {} : { age: [age] }),
  };
  const compare = compareOf(question, nowMs);
  return { ...rangeOf(question), filters, ...(compare === undefined ? {} : { compare }) };
}

export function timeDimension({ bucket }: Question): Dimension {
  return `time:${bucket}`;
}

function rangeOf({ range, from, to }: Question): { from: string; to?: string } {
  switch (range) {
    case 'today':
    case 'yesterday':
      return { from: range };
    case '7d':
      return { from: '6d' };
    case '28d':
      return { from: '27d' };
    case 'custom':
      return { from, to: dayAfter(to) };
  }
}

function compareOf(question: Question, nowMs: number): QueryInput['compare'] | undefined {
  switch (question.compare) {
    case 'none':
      return undefined;
    case 'period':
      return 'previousPeriod';
    case 'year':
      return 'previousYear';
    case 'weekday':
      return weeksBefore(question, nowMs);
  }
}

/** The same weekdays, as many whole weeks before as the range needs so that the two do not overlap. */
function weeksBefore({ range, from, to }: Question, nowMs: number): [string, string] {
  const today = isoDay(nowMs);
  const spans: Record<RangeName, [string, string]> = {
    today: [today, `${today}T${hourAndMinute(nowMs)}`],
    yesterday: [isoDay(nowMs - DAY_MS), today],
    '7d': [isoDay(nowMs - 6 * DAY_MS), `${today}T${hourAndMinute(nowMs)}`],
    '28d': [isoDay(nowMs - 27 * DAY_MS), `${today}T${hourAndMinute(nowMs)}`],
    custom: [from, dayAfter(to)],
  };
  const [start, end] = spans[range];
  const days = (Date.parse(end.slice(0, 10)) - Date.parse(start)) / DAY_MS;
  const back = 7 * Math.max(1, Math.ceil(days / 7));
  return [shifted(start, -back), shifted(end, -back)];
}

function dayAfter(day: string): string {
  return shifted(day, 1);
}

/** @param local a day or a local time, whose time of day stays */
function shifted(local: string, days: number): string {
  const day = new Date(Date.parse(local.slice(0, 10)) + days * DAY_MS).toISOString().slice(0, 10);
  return day + local.slice(10);
}

function usualBucket(range: RangeName, from: string, to: string): Bucket {
  const days = { today: 1, yesterday: 1, '7d': 7, '28d': 28, custom: (Date.parse(to) - Date.parse(from)) / DAY_MS + 1 }[range];
  if (days <= 9) return 'hour';
  return days <= 120 ? 'day' : 'week';
}

function dayOf(text: string | null): string | null {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

function oneOf<T extends string>(known: readonly T[], text: string | null): T | null {
  return known.find((name) => name === text) ?? null;
}

export function isAttribute(name: string): name is AttributeName {
  return (ATTRIBUTE_NAMES as readonly string[]).includes(name);
}

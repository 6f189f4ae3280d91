import type { Moment, Query } from '@vitrine/contracts';
import { DAY_MS, HOUR_MS, MINUTE_MS, QUARTER_MS, type TimeRange, type ZoneClock } from '@vitrine/metrics';
import { Problem } from '../http/problem.js';

/** What a word for a time means: where it begins and, where it is a period of its own, where that ends. */
interface Period {
  readonly startMs: number;
  readonly endMs: number | null;
}

const WORDS: Record<string, (clock: ZoneClock, nowMs: number) => Period> = {
  now: (_, nowMs) => ({ startMs: nowMs, endMs: null }),
  today: (clock, nowMs) => ({ startMs: clock.dayStart(nowMs), endMs: null }),
  yesterday: (clock, nowMs) => ({ startMs: clock.dayStart(nowMs, -1), endMs: clock.dayStart(nowMs) }),
  thisWeek: (clock, nowMs) => ({ startMs: clock.dayStart(nowMs, -clock.weekday(nowMs)), endMs: null }),
  lastWeek: (clock, nowMs) => ({
    startMs: clock.dayStart(nowMs, -clock.weekday(nowMs) - 7),
    endMs: clock.dayStart(nowMs, -clock.weekday(nowMs)),
  }),
  thisMonth: (clock, nowMs) => ({ startMs: monthStart(clock, nowMs), endMs: null }),
  lastMonth: (clock, nowMs) => ({
    startMs: monthStart(clock, monthStart(clock, nowMs) - 1),
    endMs: monthStart(clock, nowMs),
  }),
};

/**
 * @returns the range, widened to whole quarter hours (minutes where the question is by the minute), since counts are kept so
 * @throws Problem 422 for a time that cannot be read or a range that is reversed
 */
export function rangeOf({ from, to, groupBy }: Query, clock: ZoneClock, nowMs: number): TimeRange {
  const start = periodOf(from, 'from', { clock, nowMs });
  const endMs = to === undefined ? (start.endMs ?? nowMs) : endOf(to, { clock, nowMs });
  if (endMs < start.startMs) {
    throw new Problem(422, {
      code: 'range_reversed',
      message: `\`from\` (${clock.iso(start.startMs)}) is later than \`to\` (${clock.iso(endMs)}).`,
      remedy: 'Swap them.',
      field: 'from',
    });
  }
  const atomMs = groupBy.includes('time:minute') ? MINUTE_MS : QUARTER_MS;
  return { startMs: Math.floor(start.startMs / atomMs) * atomMs, endMs: Math.ceil(endMs / atomMs) * atomMs };
}

/** How far back the period before lies, for a word that names a period of days. */
const DAYS_OF_WORD: Record<string, number> = { today: 1, yesterday: 1, thisWeek: 7, lastWeek: 7 };

/**
 * @param range what `rangeOf` made of the same query
 * @returns the range to compare with, as long as the first one on the clock of the zone; null where nothing is compared
 */
export function comparedRange({ compare, from }: Query, range: TimeRange, clock: ZoneClock): TimeRange | null {
  if (compare === undefined) return null;
  if (compare === 'previousYear') return { startMs: yearBefore(range.startMs, clock), endMs: yearBefore(range.endMs, clock) };
  if (compare === 'previousPeriod') return previousPeriod(from, range, clock);
  const context = { clock, nowMs: Date.now() };
  const [start, end] = compare;
  return { startMs: periodOf(start, 'compare', context).startMs, endMs: endOf(end, context, 'compare') };
}

/** A week that is not over yet is compared with the same days of the week before, not with the days just before it. */
function previousPeriod(from: Moment, range: TimeRange, clock: ZoneClock): TimeRange {
  if (!clock.isMidnight(range.startMs)) {
    return { startMs: range.startMs - (range.endMs - range.startMs), endMs: range.startMs };
  }
  const isMonth = from === 'thisMonth' || from === 'lastMonth';
  const days = isMonth ? daysOfMonthBefore(range.startMs, clock) : (DAYS_OF_WORD[from] ?? wholeDays(range));
  return {
    startMs: daysBefore(range.startMs, days, clock),
    endMs: Math.min(range.startMs, daysBefore(range.endMs, days, clock)),
  };
}

function daysOfMonthBefore(atMs: number, clock: ZoneClock): number {
  return Math.round((atMs - monthStart(clock, atMs - 1)) / DAY_MS);
}

/** Days of the clock, one of which may have 25 hours; six days and a part are compared with a week before. */
function wholeDays({ startMs, endMs }: TimeRange): number {
  const days = Math.max(1, Math.ceil((endMs - startMs - HOUR_MS) / DAY_MS));
  return days === 6 ? 7 : days;
}

interface Context {
  readonly clock: ZoneClock;
  readonly nowMs: number;
}

function endOf(to: Moment, context: Context, field = 'to'): number {
  const { startMs, endMs } = periodOf(to, field, context);
  return endMs ?? startMs;
}

function periodOf(moment: Moment, field: string, { clock, nowMs }: Context): Period {
  if (typeof moment === 'number') return { startMs: moment, endMs: null };
  const word = WORDS[moment];
  if (word) return word(clock, nowMs);
  const ago = /^(\d{1,4})([mhdw])$/.exec(moment);
  if (ago) return { startMs: agoMs(Number(ago[1]), ago[2]!, { clock, nowMs }), endMs: null };
  if (/^\d{10,}$/.test(moment)) return { startMs: Number(moment), endMs: null };
  const startMs = parsed(moment, clock);
  if (!Number.isNaN(startMs)) return { startMs, endMs: null };
  throw new Problem(422, {
    code: 'time_unreadable',
    message: `\`${field}\`: \`${moment}\` is no time.`,
    remedy: `Write 2026-03-29T14:30:00+02:00, 2026-03-29, epoch milliseconds, 24h, 7d, or one of ${Object.keys(WORDS).join(', ')}.`,
    field,
  });
}

function parsed(moment: string, clock: ZoneClock): number {
  if (/T.*(Z|[+-]\d\d:?\d\d)$/.test(moment)) return Date.parse(moment);
  try {
    return clock.instantOf(moment);
  } catch {
    return Number.NaN;
  }
}

/** `7d` is today and the seven days before it; hours and minutes are counted from now. */
function agoMs(count: number, unit: string, { clock, nowMs }: Context): number {
  if (unit === 'm') return nowMs - count * MINUTE_MS;
  if (unit === 'h') return nowMs - count * HOUR_MS;
  return clock.dayStart(nowMs, -count * (unit === 'w' ? 7 : 1));
}

/** @returns the instant at which the zone's clock showed the same time, so many days before */
function daysBefore(atMs: number, days: number, clock: ZoneClock): number {
  const local = Date.parse(`${clock.local(atMs)}Z`) - days * DAY_MS;
  return clock.instantOf(new Date(local).toISOString().slice(0, -5));
}

function monthStart(clock: ZoneClock, atMs: number): number {
  return clock.instantOf(`${clock.local(atMs).slice(0, 8)}01`);
}

function yearBefore(atMs: number, clock: ZoneClock): number {
  const local = clock.local(atMs);
  // The day before the first of March where there is no 29th of February.
  return clock.instantOf(`${Number(local.slice(0, 4)) - 1}${local.slice(4)}`.replace(/-02-29T/, '-02-28T'));
}

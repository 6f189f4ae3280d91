import { describe, expect, it } from 'vitest';
import { TooManyBucketsError, ZoneClock, zonedBuckets, type TimeUnit } from './zone-clock.js';

const HOUR_MS = 3_600_000;
const hoursOf = ({ startMs, endMs }: { startMs: number; endMs: number }) => (endMs - startMs) / HOUR_MS;

/** Expected instants are those of the zones' laws (IANA tz database), written as offsets by hand. */
function cut(tz: string, from: string, to: string, unit: TimeUnit) {
  const clock = new ZoneClock(tz);
  const buckets = zonedBuckets({ startMs: Date.parse(from), endMs: Date.parse(to) }, unit, clock, 10_000);
  return { hours: buckets.map(hoursOf), starts: buckets.map(({ startMs }) => clock.iso(startMs).replace(/:00(?=[+-])/, '')) };
}

describe('days', () => {
  it('have 23 hours when Berlin’s clocks go forward', () => {
    const { hours, starts } = cut('Europe/Berlin', '2026-03-28T00:00:00+01:00', '2026-03-31T00:00:00+02:00', 'day');
    expect(hours).toEqual([24, 23, 24]);
    expect(starts).toEqual(['2026-03-28T00:00+01:00', '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00']);
  });

  it('have 25 hours when Berlin’s clocks go back', () => {
    const { hours, starts } = cut('Europe/Berlin', '2026-10-24T00:00:00+02:00', '2026-10-27T00:00:00+01:00', 'day');
    expect(hours).toEqual([24, 25, 24]);
    expect(starts).toEqual(['2026-10-24T00:00+02:00', '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00']);
  });

  it('begin at one o’clock where midnight is skipped', () => {
    const { hours, starts } = cut('Africa/Cairo', '2024-04-25T00:00:00+02:00', '2024-04-27T00:00:00+03:00', 'day');
    expect(hours).toEqual([24, 23]);
    expect(starts[1]).toBe('2024-04-26T01:00+03:00');
  });

  it('are cut to the range at both ends', () => {
    expect(cut('UTC', '2026-01-01T18:00:00Z', '2026-01-03T06:00:00Z', 'day').hours).toEqual([6, 24, 6]);
  });

  it('begin with the zone and not with UTC', () => {
    expect(cut('America/New_York', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 'day').hours).toEqual([5, 19]);
  });
});

describe('hours', () => {
  it('are 23 on the short day and skip the one that does not exist', () => {
    const { hours, starts } = cut('Europe/Berlin', '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', 'hour');
    expect(hours).toEqual(new Array(23).fill(1));
    expect(starts.slice(1, 3)).toEqual(['2026-03-29T01:00+01:00', '2026-03-29T03:00+02:00']);
  });

  it('are 25 on the long day, the doubled one twice', () => {
    const { hours, starts } = cut('Europe/Berlin', '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 'hour');
    expect(hours).toEqual(new Array(25).fill(1));
    expect(starts.slice(2, 4)).toEqual(['2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00']);
  });

  it('begin at half past in UTC where the zone is half an hour off', () => {
    const { hours, starts } = cut('Asia/Kolkata', '2026-01-01T00:00:00Z', '2026-01-01T02:00:00Z', 'hour');
    expect(hours).toEqual([0.5, 1, 0.5]);
    expect(starts[1]).toBe('2026-01-01T06:00+05:30');
  });

  it('stay on the clock where it moves by half an hour', () => {
    const { hours } = cut('Australia/Lord_Howe', '2026-10-04T00:00:00+10:30', '2026-10-04T05:00:00+11:00', 'hour');
    expect(hours).toEqual([1, 1, 0.5, 1, 1]);
  });
});

describe('ranges', () => {
  it('that are empty have no buckets', () => {
    expect(cut('UTC', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'day').hours).toEqual([]);
  });

  it('that are too long are refused before they cost anything', () => {
    const clock = new ZoneClock('UTC');
    expect(() => zonedBuckets({ startMs: 0, endMs: Date.UTC(2026, 0, 1) }, 'minute', clock, 100)).toThrow(TooManyBucketsError);
  });
});

it('refuses a zone that does not exist', () => {
  expect(() => new ZoneClock('Mars/Olympus_Mons')).toThrow(RangeError);
});

it('begins weeks on Monday and months on the first, also where the clock is moved in between', () => {
  const week = cut('Europe/Berlin', '2026-03-23T00:00:00+01:00', '2026-04-06T00:00:00+02:00', 'week');
  expect(week.hours).toEqual([167, 168]);
  const month = cut('Europe/Berlin', '2026-03-01T00:00:00+01:00', '2026-05-01T00:00:00+02:00', 'month');
  expect(month.hours).toEqual([31 * 24 - 1, 30 * 24]);
});

it('knows hour and weekday as a clock on the wall shows them', () => {
  const clock = new ZoneClock('Asia/Kolkata');
  const sunday = Date.parse('2026-03-01T00:10:00+05:30');
  expect([clock.hourOfDay(sunday), clock.weekday(sunday), clock.isMidnight(sunday - 600_000)]).toEqual([0, 6, true]);
  expect(clock.instantOf('2026-03-01')).toBe(sunday - 600_000);
});

import { ATTRIBUTE_NAMES, COUNTED_AGES, COUNTED_GENDERS, type CountedAge, type CountedGender } from '@vitrine/contracts';
import {
  DWELL_COUNT,
  HOUR_MS,
  looksIndex,
  MINUTE_MS,
  QUARTER_MS,
  type ZoneClock,
  type CountChange,
  type TimeRange,
} from '@vitrine/metrics';
import { Chance } from './chance.js';

/** One made-up camera: how busy it is, and who comes. */
export interface MallCamera {
  readonly id: string;
  readonly name: string;
  /** Visits on an ordinary Saturday. */
  readonly visitsADay: number;
  readonly womenShare: number;
  /** Shifts the ages; 0 is as in the town. */
  readonly youth: number;
}

const PLACES = [
  'Main entrance',
  'Parking',
  'Food court',
  'Fashion',
  'Electronics',
  'Toys',
  'Cinema',
  'Supermarket',
  'Station',
  'Atrium',
];

/** Visits by the hour of the day, 0–23, as shares of the day. Malls open at ten and fill in the afternoon. */
const HOURS = [0, 0, 0, 0, 0, 0, 1, 3, 6, 18, 40, 62, 78, 74, 70, 76, 88, 96, 90, 66, 34, 12, 3, 1].map((part) => part / 818);
/** By the day of the week from Monday, as shares of a Saturday. */
const WEEKDAYS = [0.62, 0.6, 0.64, 0.7, 0.86, 1, 0.16];
const AGES = [0.09, 0.17, 0.21, 0.18, 0.15, 0.11, 0.07, 0.02];
const DWELL = [0.05, 0.17, 0.28, 0.24, 0.14, 0.08, 0.035, 0.005];
const UNKNOWN_GENDER = 0.05;

/** @returns as many cameras as asked for, busy ones and quiet ones, the same at each call */
export function mallCameras(count: number): MallCamera[] {
  const chance = new Chance(7);
  return Array.from({ length: count }, (_, index) => {
    const floor = Math.floor(index / PLACES.length);
    const place = PLACES[index % PLACES.length]!;
    return {
      id: `mall-${String(index + 1).padStart(2, '0')}`,
      name: `${place}${floor === 0 ? '' : `, floor ${floor}`} (synthetic)`,
      visitsADay: Math.round(250 * 20 ** chance.uniform()),
      womenShare: 0.42 + 0.2 * chance.uniform(),
      youth: chance.uniform() - 0.5,
    };
  });
}

/** A camera that gave no picture for a while: no visits, and coverage says so. */
export interface Outage extends TimeRange {
  readonly cameraId: string;
}

/**
 * Made-up counts of one camera and one range of whole quarter hours. Every visit has a place in each part (gender × age, dwell,
 * attributes), as counted ones have.
 */
export function mallChanges(camera: MallCamera, range: TimeRange, clock: ZoneClock, outages: readonly Outage[]): CountChange[] {
  const changes: CountChange[] = [];
  const looks = looksOf(camera);
  for (let quarterMs = range.startMs; quarterMs < range.endMs; quarterMs += QUARTER_MS) {
    // Of time and camera alone, so that ranges can be made in any order.
    const chance = new Chance(
      quarterMs / QUARTER_MS + [...camera.id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7),
    );
    const isOut = outages.some(
      ({ cameraId, startMs, endMs }) => cameraId === camera.id && quarterMs >= startMs && quarterMs < endMs,
    );
    const visits = isOut ? 0 : chance.poisson(meanVisits(camera, quarterMs, clock));
    const byMinute = chance.deal(visits, new Array<number>(QUARTER_MS / MINUTE_MS).fill(MINUTE_MS / QUARTER_MS));
    for (const [minute, inMinute] of byMinute.entries()) {
      if (isOut) continue;
      const minuteStartMs = quarterMs + minute * MINUTE_MS;
      // What was seen of the quarter hour is told with its first minute: raw cells are kept by the quarter hour.
      const cells = minute === 0 && visits > 0 ? cellsOf(visits, looks, chance) : new Map<number, number>();
      changes.push({ place: camera.id, minuteStartMs, visits: inMinute, analysedMs: MINUTE_MS, cells });
    }
  }
  return changes;
}

function meanVisits({ visitsADay }: MallCamera, quarterMs: number, clock: ZoneClock): number {
  return visitsADay * HOURS[clock.hourOfDay(quarterMs)]! * WEEKDAYS[clock.weekday(quarterMs)]! * (QUARTER_MS / HOUR_MS);
}

function looksOf({ womenShare, youth }: MallCamera): number[] {
  const gender = {
    female: womenShare * (1 - UNKNOWN_GENDER),
    male: (1 - womenShare) * (1 - UNKNOWN_GENDER),
    unknown: UNKNOWN_GENDER,
  };
  const ages = AGES.map((share, index) => share * (1 + youth * (2.5 - index) * 0.3));
  const total = ages.reduce((sum, share) => sum + share, 0);
  const looks: number[] = [];
  for (const name of COUNTED_GENDERS) {
    for (const [index, age] of COUNTED_AGES.entries()) looks[cellOf(name, age)] = gender[name] * (ages[index]! / total);
  }
  return looks;
}

const cellOf = (gender: CountedGender, age: CountedAge) => looksIndex(gender, age);

const FIRST_DWELL_CELL = 100;
const FIRST_ATTRIBUTE_CELL = 200;

function cellsOf(visits: number, looks: readonly number[], chance: Chance): Map<number, number> {
  const cells = new Map<number, number>();
  const add = (first: number, counts: readonly number[]) =>
    counts.forEach((count, index) => count > 0 && cells.set(first + index, count));
  add(0, chance.deal(visits, looks));
  add(FIRST_DWELL_CELL, chance.deal(visits, DWELL).slice(0, DWELL_COUNT - 1));
  add(
    FIRST_ATTRIBUTE_CELL,
    ATTRIBUTE_NAMES.map((_, index) => chance.binomial(visits, ATTRIBUTE_SHARES[index % ATTRIBUTE_SHARES.length]!)),
  );
  return cells;
}

/** Not how often people wear glasses: only something to look at. */
const ATTRIBUTE_SHARES = [0.11, 0.27, 0.18, 0.2, 0.04, 0.15, 0.23, 0.24, 0.24, 0.15, 0.05, 0.2, 0.14, 0.06, 0.05, 0.31];

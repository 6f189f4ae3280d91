import type { VisitUpdate } from '@vitrine/contracts';
import type { Person, Shown } from './state.js';

/** A person whom no message mentions for this long has left. */
const LEFT_AFTER_MS = 4_000;
/** More faces than any wall shows; beyond it the oldest are forgotten. */
export const MAX_PEOPLE = 500;
const SHOWN_AT_MOST_EVERY_MS = 1_000;
/** Half a year is where rounding changes; the rest keeps a wavering age from flickering. */
const AGE_HOLDS_WITHIN_YEARS = 0.8;

type People = ReadonlyMap<string, Person>;

/** Adds, updates or removes the person behind a visit. */
export function withVisit(people: People, visit: VisitUpdate, nowMs: number): People {
  const known = people.get(visit.visitId);
  if (visit.final && !known) return people;
  const next = new Map(people);
  next.delete(visit.visitId);
  if (!visit.final) next.set(visit.visitId, personOf(visit, known, nowMs));
  for (const oldest of next.keys()) {
    if (next.size <= MAX_PEOPLE) break;
    next.delete(oldest);
  }
  return next;
}

/** Clears away who left. @returns the same map when nobody did */
export function withoutGone(people: People, nowMs: number): People {
  const staying = [...people].filter(([, { seenAtMs }]) => nowMs - seenAtMs < LEFT_AFTER_MS);
  return staying.length === people.size ? people : new Map(staying);
}

export function withoutCamera(people: People, cameraId: string): People {
  const others = [...people].filter(([, { visit }]) => visit.cameraId !== cameraId);
  return others.length === people.size ? people : new Map(others);
}

function personOf(visit: VisitUpdate, known: Person | undefined, nowMs: number): Person {
  if (known && nowMs - known.shownAtMs < SHOWN_AT_MOST_EVERY_MS) return { ...known, visit, seenAtMs: nowMs };
  const shown = shownOf(visit, known?.shown);
  return { visit, shown, shownAtMs: shown === known?.shown ? known.shownAtMs : nowMs, seenAtMs: nowMs };
}

/** @returns the same object when nothing that can be read changes */
function shownOf({ gender, ageYears, ageSpreadYears }: VisitUpdate, before: Shown | undefined): Shown {
  const holds = before !== undefined && Math.abs(ageYears - before.ageYears) < AGE_HOLDS_WITHIN_YEARS;
  const next: Shown = {
    gender,
    ageYears: holds ? before.ageYears : Math.round(ageYears),
    ageSpreadYears: Math.round(ageSpreadYears),
  };
  const isSame = before?.gender === gender && holds && before.ageSpreadYears === next.ageSpreadYears;
  return isSame ? before : next;
}

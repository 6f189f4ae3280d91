import type { AttributeName, Preview, TrackUpdate } from '@vitrine/contracts';
import { describePerson, notableNames } from '../words/describe-person.js';
import type { Person } from './state.js';

/** Cards on the screen; further people are counted but wait for a place. */
export const VISIBLE_SLOTS = 6;

/** A person whom neither messages nor pictures mention for this long is shown as having left. */
const LEFT_AFTER_MS = 3_000;
/** …and gives the place on the screen back after this long. */
const GONE_AFTER_MS = 12_000;
/** An ended visit stays readable for this long. */
const ENDED_SHOWN_MS = 4_000;

/** Half a year is where rounding changes; the rest keeps a wavering age from flickering. */
const AGE_HOLDS_WITHIN_YEARS = 0.8;

export function isInView(person: Person, nowMs: number): boolean {
  return person.endedAtMs === null && nowMs - person.seenAtMs < LEFT_AFTER_MS;
}

/** Adds or updates the person behind a track; a newcomer takes the first free place and keeps it. */
export function withTrack(
  people: readonly Person[],
  track: TrackUpdate,
  allowed: ReadonlySet<AttributeName>,
  nowMs: number,
): Person[] {
  const known = people.find((person) => person.track.trackId === track.trackId);
  // The end of a visit that was never shown, or has been cleared away, is no reason to show it.
  if (!known && track.final) return [...people];
  const person: Person = {
    track,
    slot: known?.slot ?? firstFreeSlot(people),
    seenAtMs: track.final ? (known?.seenAtMs ?? nowMs) : nowMs,
    endedAtMs: track.final ? nowMs : null,
    notable: notableNames(describePerson(track.attributes, allowed), known?.notable ?? new Set()),
    shownAgeYears: steadyYears(track.ageYears, known?.shownAgeYears),
  };
  return known ? people.map((other) => (other === known ? person : other)) : [...people, person];
}

/** Everybody with a box in the picture is in view, also when nothing about them changed. */
export function withPreview(people: readonly Person[], preview: Preview, nowMs: number): Person[] {
  const present = new Set(preview.boxes.map(({ trackId }) => trackId));
  return people.map((person) =>
    person.endedAtMs === null && present.has(person.track.trackId) ? { ...person, seenAtMs: nowMs } : person,
  );
}

/** Clears away who is gone and gives the places that became free to those who waited. Returns the same array when nothing changes. */
export function withoutGone(people: readonly Person[], nowMs: number): readonly Person[] {
  const staying = people.filter(
    ({ endedAtMs, seenAtMs }) => nowMs - seenAtMs < GONE_AFTER_MS && (endedAtMs === null || nowMs - endedAtMs < ENDED_SHOWN_MS),
  );
  return staying.length === people.length ? people : promoteWaiting(staying);
}

function promoteWaiting(people: readonly Person[]): Person[] {
  const placed = people.filter(({ slot }) => slot < VISIBLE_SLOTS);
  const waiting = people.filter(({ slot }) => slot >= VISIBLE_SLOTS).sort((a, b) => a.slot - b.slot);
  for (const person of waiting) placed.push({ ...person, slot: firstFreeSlot(placed) });
  return placed;
}

/** Rounds, but holds the number shown until the age has moved well past the point where it would round to the next. */
function steadyYears(ageYears: number, shownBefore: number | undefined): number {
  const holds = shownBefore !== undefined && Math.abs(ageYears - shownBefore) < AGE_HOLDS_WITHIN_YEARS;
  return holds ? shownBefore : Math.round(ageYears);
}

function firstFreeSlot(people: readonly Person[]): number {
  const taken = new Set(people.map(({ slot }) => slot));
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}

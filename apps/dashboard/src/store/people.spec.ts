import { describe, expect, it } from 'vitest';
import { trackOf } from '../testing/messages.js';
import { isInView, VISIBLE_SLOTS, withoutGone, withTrack } from './people.js';
import type { Person } from './state.js';

const nobody: readonly Person[] = [];
const allowed = new Set(['Smiling'] as const);
const arrive = (people: readonly Person[], trackId: string, nowMs = 0) => withTrack(people, trackOf(trackId), allowed, nowMs);
const end = (people: readonly Person[], trackId: string, nowMs = 0) =>
  withTrack(people, trackOf(trackId, { final: true }), allowed, nowMs);
const slots = (people: readonly Person[]) => Object.fromEntries(people.map(({ track, slot }) => [track.trackId, slot]));

describe('places', () => {
  it('keeps the others at their places when one leaves, and gives the free place to the next', () => {
    const three = ['a', 'b', 'c'].reduce((people, id) => arrive(people, id), nobody);
    const left = withoutGone(end(three, 'b', 1_000), 6_000);
    expect(slots(left)).toEqual({ a: 0, c: 2 });
    expect(slots(arrive(left, 'd', 6_000))).toEqual({ a: 0, c: 2, d: 1 });
  });

  it('lets somebody who waited move into a place that became free', () => {
    const ids = Array.from({ length: VISIBLE_SLOTS + 2 }, (_, index) => `p${index}`);
    const crowd = ids.reduce((people, id) => arrive(people, id), nobody);
    const later = slots(withoutGone(end(crowd, 'p2', 1_000), 6_000));
    expect(later[`p${VISIBLE_SLOTS}`]).toBe(2);
    expect(later[`p${VISIBLE_SLOTS + 1}`]).toBe(VISIBLE_SLOTS);
  });
});

describe('leaving', () => {
  it('is out of view at once when the visit ends, readable for a moment, then gone', () => {
    const [person] = end(arrive(nobody, 'a'), 'a', 1_000);
    expect(isInView(person!, 1_000)).toBe(false);
    expect(withoutGone([person!], 4_000)).toHaveLength(1);
    expect(withoutGone([person!], 5_001)).toHaveLength(0);
  });

  it('is gone when nothing is heard for long, even without an end', () => {
    const people = arrive(nobody, 'a');
    expect(isInView(people[0]!, 2_999)).toBe(true);
    expect(isInView(people[0]!, 3_001)).toBe(false);
    expect(withoutGone(people, 12_001)).toHaveLength(0);
  });

  it('does not show a visit of which only the end is heard', () => {
    expect(end(nobody, 'a')).toEqual([]);
  });

  it('returns the same array when nobody goes, so that nothing is drawn again', () => {
    const people = arrive(nobody, 'a');
    expect(withoutGone(people, 100)).toBe(people);
  });
});

it('does not let the age flicker between two numbers, but follows it', () => {
  const shown: number[] = [];
  let people = nobody;
  for (const ageYears of [34.4, 34.6, 34.4, 34.9, 34.6, 31.2]) {
    people = withTrack(people, trackOf('a', { ageYears }), allowed, 0);
    shown.push(people[0]!.shownAgeYears);
  }
  expect(shown).toEqual([34, 34, 34, 35, 35, 31]);
});

it('does not let a word flicker while its probability wavers around one half', () => {
  const shown: boolean[] = [];
  let people = nobody;
  for (const Smiling of [0.5, 0.56, 0.5, 0.46, 0.44, 0.5]) {
    people = withTrack(people, trackOf('a', { attributes: { Smiling } }), allowed, 0);
    shown.push(people[0]!.notable.has('Smiling'));
  }
  expect(shown).toEqual([false, true, true, true, false, false]);
});

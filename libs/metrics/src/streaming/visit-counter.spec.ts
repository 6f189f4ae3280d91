import type { TrackUpdate } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { toAggregateCounts } from './counts.js';
import { addCounts, countOf, zeroCounts } from './measures.js';
import { MINUTE_MS, VisitCounter, type MinuteChange } from './visit-counter.js';

const LIMITS = { maxOpenVisits: 100, forgetAfterMs: 600_000 };
const NOON_MS = Date.UTC(2026, 2, 1, 12);

function track(change: Partial<TrackUpdate> = {}): TrackUpdate {
  return {
    cameraId: 'door',
    trackId: 'a',
    atMs: NOON_MS + 5_000,
    firstSeenAtMs: NOON_MS + 1_000,
    box: [0.1, 0.1, 0.2, 0.2],
    ageYears: 30,
    ageSpreadYears: 4,
    gender: 'female',
    genderProbability: 0.9,
    attributes: { Eyeglasses: 0.5, Smiling: 0.49 },
    quality: 0.8,
    faces: 3,
    frameAgeMs: 80,
    final: false,
    ...change,
  };
}

function sum(changes: readonly MinuteChange[]) {
  const total = zeroCounts();
  for (const { counts } of changes) addCounts(total, counts);
  return toAggregateCounts(total, new Set(['Eyeglasses', 'Smiling']));
}

describe('a visit', () => {
  it('counts once, at its first update, in the minute in which it was first seen', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(track({ atMs: NOON_MS + MINUTE_MS + 1 }), 0);
    counter.observe(track({ atMs: NOON_MS + 2 * MINUTE_MS, firstSeenAtMs: NOON_MS + MINUTE_MS }), 1);
    const changes = counter.takeChanges();
    expect(changes.map(({ cameraId, minuteStartMs }) => [cameraId, minuteStartMs])).toEqual([['door', NOON_MS]]);
    expect(sum(changes)).toEqual({
      visitors: 1,
      gender: { female: 1, male: 0 },
      age: { '0-14': 0, '15-24': 0, '25-34': 1, '35-44': 0, '45-54': 0, '55-64': 0, '65+': 0 },
      attributes: { Eyeglasses: 1, Smiling: 0 },
      sampleSizes: { gender: 1, age: 1, attributes: 1 },
    });
  });

  it('corrects its minute by the difference when more is known, and is forgotten with its last update', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(track(), 0);
    const first = counter.takeChanges();
    counter.observe(track({ gender: 'male', ageYears: 36, attributes: { Eyeglasses: 0.2, Smiling: 0.9 } }), 1);
    const second = counter.takeChanges();
    expect(countOf(second[0]!.counts, 'visitors')).toBe(0);
    expect(countOf(second[0]!.counts, 'gender.female')).toBe(-1);
    counter.observe(track({ gender: 'male', ageYears: 36, attributes: { Eyeglasses: 0.2, Smiling: 0.9 }, final: true }), 2);
    expect(counter.takeChanges()).toEqual([]);
    expect(counter.openVisits).toBe(0);
    const { visitors, gender, age, attributes } = sum([...first, ...second]);
    expect({ visitors, gender, attributes }).toEqual({
      visitors: 1,
      gender: { female: 0, male: 1 },
      attributes: { Eyeglasses: 0, Smiling: 1 },
    });
    expect(age['35-44']).toBe(1);
  });

  it('counts when its first update is its last', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(track({ final: true }), 0);
    expect(sum(counter.takeChanges()).visitors).toBe(1);
  });

  it('has no attribute sample when every attribute is switched off', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(track({ attributes: {} }), 0);
    expect(sum(counter.takeChanges()).sampleSizes).toEqual({ gender: 1, age: 1, attributes: 0 });
  });
});

describe('the memory of visits', () => {
  it('is capped: the visit that is silent longest is forgotten, and stays counted', () => {
    const counter = new VisitCounter({ maxOpenVisits: 2, forgetAfterMs: 600_000 });
    counter.observe(track({ trackId: 'a' }), 0);
    counter.observe(track({ trackId: 'b' }), 1);
    counter.observe(track({ trackId: 'a' }), 2);
    counter.observe(track({ trackId: 'c' }), 3);
    expect(counter.openVisits).toBe(2);
    expect(counter.forgottenVisits).toBe(1);
    counter.observe(track({ trackId: 'a', final: true }), 4);
    expect(sum(counter.takeChanges()).visitors).toBe(3);
  });

  it('forgets what has been silent for long, and nothing else', () => {
    const counter = new VisitCounter({ maxOpenVisits: 10, forgetAfterMs: 1_000 });
    counter.observe(track({ trackId: 'silent' }), 0);
    counter.observe(track({ trackId: 'talking' }), 0);
    counter.observe(track({ trackId: 'talking' }), 900);
    counter.forgetSilent(1_000);
    expect(counter.endAll().map(({ trackId }) => trackId)).toEqual(['talking']);
  });

  it('takes changes back that could not be stored', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(track({ trackId: 'a' }), 0);
    const unstored = counter.takeChanges();
    counter.observe(track({ trackId: 'b' }), 1);
    counter.restore(unstored);
    expect(sum(counter.takeChanges()).visitors).toBe(2);
  });
});

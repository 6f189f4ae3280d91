import type { VisitUpdate } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { looksIndex } from './cells.js';
import { VisitCounter, type CountChange } from './visit-counter.js';

const NOON = Date.UTC(2026, 5, 1, 12);
const LIMITS = { maxVisits: 100, forgetAfterMs: 600_000 };

function visit(change: Partial<VisitUpdate> = {}): VisitUpdate {
  return {
    cameraId: 'door',
    visitId: 'v1',
    atMs: NOON + 3_000,
    firstSeenAtMs: NOON,
    box: [0, 0, 0.1, 0.1],
    zoneIds: [],
    ageYears: 30,
    ageSpreadYears: 5,
    gender: 'female',
    genderProbability: 0.9,
    attributes: { Eyeglasses: 0.9, Smiling: 0.2 },
    quality: 1,
    faces: 3,
    frameAgeMs: 10,
    final: false,
    ...change,
  };
}

/** Sums changes as a store does. */
function totals(changes: readonly CountChange[], place = 'door') {
  const cells = new Map<number, number>();
  let visits = 0;
  let analysedMs = 0;
  for (const change of changes.filter((one) => one.place === place)) {
    visits += change.visits;
    analysedMs += change.analysedMs;
    for (const [cell, n] of change.cells) cells.set(cell, (cells.get(cell) ?? 0) + n);
  }
  return { visits, analysedMs, cells: Object.fromEntries([...cells].filter(([, n]) => n !== 0)) };
}

const WOMAN = looksIndex('female', '25-34');
const MAN = looksIndex('male', '25-34');

describe('a visit', () => {
  it('counts once, in its place, with what it looks like in the end', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(visit(), 0);
    const first = counter.takeChanges();
    counter.observe(visit({ atMs: NOON + 12_000, gender: 'male', attributes: { Smiling: 0.8 }, final: true }), 1);
    const all = totals([...first, ...counter.takeChanges()]);
    expect(all).toEqual({ visits: 1, analysedMs: 0, cells: { [MAN]: 1, 103: 1, 231: 1 } });
  });

  it('is unmoved by an update that repeats, comes late or comes after its end', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(visit({ atMs: NOON + 5_000 }), 0);
    counter.observe(visit({ atMs: NOON + 5_000 }), 1);
    counter.observe(visit({ atMs: NOON + 4_000, gender: 'male' }), 2);
    counter.observe(visit({ atMs: NOON + 6_000, final: true }), 3);
    counter.observe(visit({ atMs: NOON + 7_000, gender: 'male' }), 4);
    const { visits, cells } = totals(counter.takeChanges());
    expect([visits, cells[WOMAN], cells[MAN]]).toEqual([1, 1, undefined]);
  });

  it('counts once in each zone that it enters, from then on', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(visit(), 0);
    counter.observe(visit({ atMs: NOON + 70_000, zoneIds: ['shelf'] }), 1);
    counter.observe(visit({ atMs: NOON + 75_000, zoneIds: ['shelf', 'exit.out'], final: true }), 2);
    const changes = counter.takeChanges();
    const shelf = totals(changes, 'door/shelf');
    expect([totals(changes).visits, shelf.visits, totals(changes, 'door/exit.out').visits]).toEqual([1, 1, 1]);
    expect(shelf.cells).toMatchObject({ [WOMAN]: 1, 102: 1 });
    expect(changes.find(({ place }) => place === 'door/shelf')!.minuteStartMs).toBe(NOON + 60_000);
  });

  it('of doubtful gender or age is unknown, which is neither', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(visit({ gender: 'unknown', ageSpreadYears: 20 }), 0);
    expect(totals(counter.takeChanges()).cells).toMatchObject({ [looksIndex('unknown', 'unknown')]: 1 });
  });

  it('has no attribute that the policy switched off: it is not there to be counted', () => {
    const counter = new VisitCounter(LIMITS);
    counter.observe(visit({ attributes: {} }), 0);
    expect(Object.keys(totals(counter.takeChanges()).cells).filter((cell) => Number(cell) >= 200)).toEqual([]);
  });
});

describe('coverage', () => {
  it('is the last word on each minute, and goes on where another worker takes over', () => {
    const counter = new VisitCounter(LIMITS);
    const say = (analysedMs: number, minuteStartMs = NOON) => counter.cover({ cameraId: 'door', minuteStartMs, analysedMs });
    say(20_000);
    say(45_000);
    say(5_000, NOON + 60_000);
    counter.endAll();
    say(10_000, NOON + 60_000);
    const changes = counter.takeChanges();
    const minute = (ms: number) => totals(changes.filter(({ minuteStartMs }) => minuteStartMs === ms)).analysedMs;
    expect([minute(NOON), minute(NOON + 60_000)]).toEqual([45_000, 15_000]);
  });

  it('of a minute that is over counts once, though it is repeated beside the one that runs', () => {
    const counter = new VisitCounter(LIMITS);
    const say = (minuteStartMs: number, analysedMs: number) => counter.cover({ cameraId: 'door', minuteStartMs, analysedMs });
    for (const runningMs of [1_000, 6_000, 9_000]) {
      say(NOON, 58_000);
      say(NOON + 60_000, runningMs);
    }
    const analysed = counter.takeChanges().map(({ minuteStartMs, analysedMs }) => [minuteStartMs - NOON, analysedMs]);
    expect(analysed).toEqual([
      [0, 58_000],
      [60_000, 9_000],
    ]);
  });
});

describe('the memory of visits', () => {
  it('is capped: who is silent longest is forgotten, and stays counted', () => {
    const counter = new VisitCounter({ maxVisits: 2, forgetAfterMs: 600_000 });
    for (const [index, visitId] of ['a', 'b', 'c'].entries()) counter.observe(visit({ visitId }), index);
    counter.observe(visit({ visitId: 'a', atMs: NOON + 9_000 }), 4);
    expect([counter.openVisits, counter.forgottenVisits, totals(counter.takeChanges()).visits]).toEqual([2, 1, 3]);
  });

  it('forgets who has been silent for long, and no other', () => {
    const counter = new VisitCounter({ maxVisits: 10, forgetAfterMs: 1_000 });
    counter.observe(visit({ visitId: 'silent' }), 0);
    counter.observe(visit({ visitId: 'talking' }), 900);
    counter.forgetSilent(1_000);
    expect(counter.endAll().map(({ visitId }) => visitId)).toEqual(['talking']);
  });
});

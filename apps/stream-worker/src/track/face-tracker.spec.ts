import { workerConfigSchema } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { CROWD, CROWD_MS, detectionsAt, lehmer, type Passer } from '../fixtures/crowd.js';
import { FaceTracker, type Detection } from './face-tracker.js';

const { tracking } = workerConfigSchema.parse({});
const FRAME_MS = 200;
const trackerAt = (fps: number) => new FaceTracker({ tracking, minConfidence: 0.5, fps });
const face = (x: number, { y = 100, confidence = 0.9 } = {}): Detection => ({ box: [x, y, x + 40, y + 50], confidence });

describe('a visit', () => {
  it('is one for somebody who walks, and ends after the re-entry time', () => {
    const tracker = trackerAt(5);
    const ids = new Set<string>();
    for (let frame = 0; frame < 20; frame += 1) {
      // Every fifth look misses.
      const { faces } = tracker.update(frame % 5 === 4 ? [] : [face(100 + 6 * frame)], frame * FRAME_MS);
      for (const { visitId } of faces) ids.add(visitId);
    }
    expect(ids.size).toBe(1);
    expect(tracker.tick(18 * FRAME_MS + tracking.reentryMs).endedVisits).toEqual([]);
    expect(tracker.tick(18 * FRAME_MS + tracking.reentryMs + 1).endedVisits).toEqual([...ids]);
  });

  it('stays one when three people jump back to where they began', () => {
    const tracker = trackerAt(5);
    const ids = new Set<string>();
    for (let frame = 0; frame < 120; frame += 1) {
      const walked = (frame % 17) * 3;
      const { faces } = tracker.update([face(50 + walked), face(250 + walked), face(450 + walked)], frame * FRAME_MS);
      for (const { visitId, confirmed } of faces) if (confirmed) ids.add(visitId);
    }
    expect(ids.size).toBe(3);
  });

  it('begins with its first frame, also for somebody who comes back', () => {
    const tracker = trackerAt(5);
    for (let frame = 0; frame < 4; frame += 1) tracker.update([face(100)], frame * FRAME_MS);
    tracker.tick(4_000);
    for (const atMs of [5_000, 5_200]) expect(tracker.update([face(130)], atMs).faces[0]!.confirmed).toBe(false);
    expect(tracker.update([face(130)], 5_400).faces).toMatchObject([{ confirmed: true, sinceFirstSeenMs: 5_400 }]);
  });

  it('is continued by an uncertain face and begun by none', () => {
    const tracker = trackerAt(5);
    const visitId = [0, 1, 2, 3].map((frame) => tracker.update([face(100)], frame * FRAME_MS).faces[0]!.visitId).at(-1);
    const { faces } = tracker.update([face(104, { confidence: 0.35 }), face(400, { confidence: 0.35 })], 4 * FRAME_MS);
    expect(faces.map(({ visitId: id, seen }) => [id, seen?.confidence])).toEqual([[visitId, 0.35]]);
  });
});

describe('a person', () => {
  it('is not a detection that comes once', () => {
    const tracker = trackerAt(5);
    expect(tracker.update([face(100)], 0).faces[0]?.confirmed).toBe(false);
    expect(tracker.tick(60_000).endedVisits).toEqual([]);
  });

  it('is not something that flickers at 30 frames a second', () => {
    const tracker = trackerAt(30);
    for (let frame = 0; frame < 90; frame += 1) {
      const { faces } = tracker.update(frame % 3 === 0 ? [face(100)] : [], (frame * 1000) / 30);
      expect(faces.some(({ confirmed }) => confirmed)).toBe(false);
    }
  });

  it.each([0.2, 0.5, 1])('needs two looks at %s frames a second', (fps) => {
    const tracker = trackerAt(fps);
    const intervalMs = 1000 / fps;
    tracker.update([face(100)], 0);
    // The clock ticks between frames, and nobody is given up before a second look was possible.
    for (let atMs = 500; atMs < intervalMs; atMs += 500) tracker.tick(atMs);
    const { faces } = tracker.update([face(130)], intervalMs);
    expect(faces).toMatchObject([{ confirmed: true, sinceFirstSeenMs: intervalMs }]);
  });

  it('is kept when an overload takes away four frames of five', () => {
    const tracker = trackerAt(5);
    const ids = new Set<string>();
    for (let atMs = 0; atMs < 5_000; atMs += 200)
      for (const { visitId } of tracker.update([face(100)], atMs).faces) ids.add(visitId);
    for (let atMs = 5_000; atMs < 20_000; atMs += 1_000) {
      for (const { visitId } of tracker.update(atMs % 3_000 === 0 ? [] : [face(100)], atMs).faces) ids.add(visitId);
    }
    expect(ids.size).toBe(1);
  });
});

/** People that a tracker counts in a crowd. */
function visitsOf(crowd: readonly Passer[], fps: number, seed: number): number {
  const [tracker, random] = [trackerAt(fps), lehmer(seed)];
  const people = new Set<string>();
  for (let atMs = 0; atMs < CROWD_MS; atMs += 1000 / fps) {
    const { faces } = tracker.update(detectionsAt(atMs, crowd, random), atMs);
    for (const { visitId, confirmed } of faces) if (confirmed) people.add(visitId);
  }
  return people.size;
}

describe.each([0.5, 1, 2, 5, 15, 30])('at %s frames a second', (fps) => {
  it.each([55_433, 63_352, 71_271])('six people who stroll past are six visits, ± 1 (noise of seed %i)', (seed) => {
    expect(Math.abs(visitsOf(CROWD, fps, seed) - CROWD.length)).toBeLessThanOrEqual(1);
  });
});

it('counts who stands still at 0.2 frames a second; who strolls past may be missed', () => {
  const standing = CROWD.map((person, index) => ({ ...person, startX: 40 + 105 * index, facePx: 20, speedPxPerS: 0 }));
  expect(Math.abs(visitsOf(standing, 0.2, 55_433) - CROWD.length)).toBeLessThanOrEqual(1);
});

import type { DetectedFace, FaceQuality } from '@vitrine/models';
import { expect, it } from 'vitest';
import { FaceSelector } from './face-selector.js';
import type { TrackedFace } from './face-tracker.js';

/** A frontal face, `widthPx` wide; 40 px is worth half of what 80 px are. */
function face(widthPx: number, changes: Partial<TrackedFace<DetectedFace>> = {}): TrackedFace<DetectedFace> {
  const at = (x: number, y: number) => ({ x: x * widthPx, y: y * widthPx });
  const points = [at(0.3, 0.4), at(0.7, 0.4), at(0.5, 0.648), at(0.323, 0.828), at(0.677, 0.828)] as const;
  const seen: DetectedFace = { box: [0, 0, widthPx, widthPx], confidence: 0.9, points };
  return {
    visitId: 'visit-1',
    box: seen.box,
    confidence: 0.9,
    seen,
    unseenMs: 0,
    sinceFirstSeenMs: 0,
    confirmed: true,
    ...changes,
  };
}

const quality = (score: number): FaceQuality => ({ sizePx: 80, sharpness: 1e9, yawDeg: 0, pitchDeg: 0, rollDeg: 0, score });

function selector(isSettled = false) {
  const state = { isSettled };
  const made = new FaceSelector({ facesPerSecond: 2, settledLookMs: 6_000, isSettled: () => state.isSettled });
  /** Times within 12 s at which a face of 5 a second is looked at. */
  const looks = (widthAt: (atMs: number) => number, fromMs = 0) =>
    Array.from({ length: 60 }, (_, index) => fromMs + index * 200).filter(
      (atMs) => made.pick([face(widthAt(atMs))], atMs).length > 0,
    );
  return { made, state, looks };
}

it('looks at an unsure visit twice a second, however often it was refused', () => {
  const { looks } = selector();
  // Every 600 ms of a camera with a frame each 200 ms.
  expect(looks(() => 30)).toHaveLength(20);
});

it('looks at a settled visit each six seconds', () => {
  const { made, state, looks } = selector();
  made.pick([face(80)], -1_000);
  made.judged('visit-1', quality(1));
  state.isSettled = true;
  expect(looks(() => 80)).toEqual([5_000, 11_000]);
});

it('goes on looking often at who has never been judged, whatever the answer seems', () => {
  const { looks } = selector(true);
  expect(looks(() => 30).length).toBeGreaterThan(15);
});

it('looks at a settled visit whose face has become larger, and judges it if it is better once it is cut', () => {
  const { made, state } = selector();
  made.pick([face(40)], 0);
  made.judged('visit-1', quality(0.5));
  state.isSettled = true;
  expect(made.pick([face(45)], 1_000)).toEqual([]);
  expect(made.pick([face(70)], 1_000)).toMatchObject([{ visitId: 'visit-1', scoreToBeat: 0.5 }]);
});

it('passes over faces that are no person yet, or that nobody saw on this frame', () => {
  const { made } = selector();
  expect(made.pick([face(80, { confirmed: false }), face(80, { visitId: 'visit-2', seen: null })], 0)).toEqual([]);
});

it('forgets a visit', () => {
  const { made } = selector();
  made.pick([face(80)], 0);
  made.forget('visit-1');
  expect(made.pick([face(80)], 100)).toHaveLength(1);
});

import { cameraStatusSchema } from '@vitrine/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SourceStatus } from '../ingest/index.js';
import { CameraHealth } from './camera-health.js';

let nowMs: number;
let health: CameraHealth;
let arrived: number;
beforeEach(() => {
  nowMs = 1_000;
  arrived = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  health = new CameraHealth({ id: 'door', fps: 5 }, () => false);
});
afterEach(() => vi.restoreAllMocks());

function source(state: SourceStatus['state'] = 'live'): SourceStatus {
  const stats = {
    widthPx: 640,
    heightPx: 360,
    analysedFrames: 0,
    droppedFrames: 0,
    measuredFps: 0,
    frameAgeMs: 0,
    reconnects: 0,
  };
  return {
    cameraId: 'door',
    state,
    sinceMs: 0,
    nextTryAtMs: null,
    error: null,
    stats: { ...stats, decodedFrames: arrived },
    atMs: 1,
  };
}

/** Five frames arrive each second, of which so many are analysed, each `ageMs` after it came. @returns how often the state changed */
function watch(
  seconds: number,
  { analysed, ageMs = 50, utcMs = 0 }: { analysed: number; ageMs?: number; utcMs?: number },
): number {
  let changes = 0;
  for (let second = 0; second < seconds; second += 1) {
    for (let frame = 0; frame < 5; frame += 1) {
      nowMs += 200;
      arrived += 1;
      if (frame < analysed) health.analysed({ arrivedAtMs: nowMs - ageMs, receivedAtMs: utcMs + nowMs });
      if (health.watch(source())) changes += 1;
    }
  }
  return changes;
}

const status = () => cameraStatusSchema.parse(health.status(source()));

describe('a camera whose frames are', () => {
  it('all analysed is live, with the rate and the age that were measured', () => {
    expect(watch(20, { analysed: 5 })).toBe(0);
    expect(status()).toMatchObject({
      state: 'live',
      error: null,
      stats: { analysedFrames: 100, frameAgeMs: 50, frameAgeP95Ms: 50 },
    });
    expect(status().stats!.measuredFps).toBeCloseTo(5, 0);
  });

  it('analysed one in five is overloaded, says why and what to do, once', () => {
    expect(watch(20, { analysed: 1 })).toBe(1);
    expect(status()).toMatchObject({ state: 'overloaded', error: { code: 'overloaded' } });
    expect(status().error!.message).toContain('1.0 of 5 frames a second');
    expect(status().error!.remedy).toContain('fewer frames a second');
  });

  it('not analysed at all is not live', () => {
    watch(10, { analysed: 0 });
    expect(status().state).toBe('overloaded');
  });

  it('lost says what the source says', () => {
    watch(20, { analysed: 1 });
    health.watch(source('reconnecting'));
    expect(health.status(source('reconnecting')).state).toBe('reconnecting');
  });
});

it('measures by the monotonic clock, though the wall clock is set back by hours', () => {
  watch(10, { analysed: 5, utcMs: 7_200_000 });
  watch(10, { analysed: 5, utcMs: 0 });
  expect(status().stats!.frameAgeP95Ms).toBe(50);
  expect(status().stats!.measuredFps).toBeCloseTo(5, 0);
});

it('counts refused faces by their reason', () => {
  for (const refusal of ['small', 'blurred', 'blurred', 'turned'] as const) health.refused(refusal);
  expect(status().stats!.losses).toMatchObject({ facesSmall: 1, facesBlurred: 2, facesTurned: 1 });
});

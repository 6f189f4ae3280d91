import type { CameraErrorCode } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { RetryPlan } from './retry-plan.js';

const TIMING = { backoffMinMs: 500, backoffMaxMs: 15_000, slowRetryMinMs: 60_000, slowRetryMaxMs: 300_000 };

/** Waits of so many failures in a row, each without its random fifth. */
function waits(code: CameraErrorCode, count: number, { wasLive = false } = {}): { least: number[]; settings: boolean[] } {
  const plan = new RetryPlan(TIMING);
  if (wasLive) plan.succeed();
  const tries = Array.from({ length: count }, () => plan.fail(code));
  const steps = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 60_000, 120_000, 240_000, 300_000];
  return {
    least: tries.map(({ delayMs }) => steps.findLast((step) => step <= delayMs!)!),
    settings: tries.map(({ smellsOfSettings }) => smellsOfSettings),
  };
}

describe('a camera', () => {
  it('that is away is tried within seconds, for ever', () => {
    expect(waits('unreachable', 8).least).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    expect(waits('unreachable', 50).settings).not.toContain(true);
  });

  it('whose settings seem wrong is tried within minutes, for ever', () => {
    expect(waits('not_found', 5)).toEqual({ least: [60_000, 120_000, 240_000, 300_000, 300_000], settings: Array(5).fill(true) });
    expect(waits('unauthorised', 2).least, 'mindful of a lock-out').toEqual([60_000, 120_000]);
  });

  it('that was live gets a few quick tries before its words are believed', () => {
    const { least, settings } = waits('not_found', 6, { wasLive: true });
    expect(least).toEqual([2_000, 4_000, 8_000, 15_000, 60_000, 120_000]);
    expect(settings).toEqual([false, false, false, false, true, true]);
  });

  it('that was live and refuses the password gets one', () => {
    expect(waits('unauthorised', 3, { wasLive: true }).least).toEqual([15_000, 60_000, 120_000]);
  });

  it('begins anew when it has given pictures again', () => {
    const plan = new RetryPlan(TIMING);
    for (let failure = 0; failure < 9; failure += 1) plan.fail('unreachable');
    plan.succeed();
    expect(plan.fail('unreachable').delayMs).toBeLessThan(700);
  });

  it('whose film is over is left alone', () => {
    expect(new RetryPlan(TIMING).fail('film_over')).toEqual({ delayMs: null, smellsOfSettings: false });
  });
});

import { expect, it } from 'vitest';
import { CoverageMeter } from './coverage-meter.js';

const NOON = Date.UTC(2026, 0, 1, 12);

/** Analysed ms of the minute from noon on, for a camera set to `fps` of which a frame comes each `everyMs`. */
function analysedMs(fps: number, everyMs: number): number {
  const meter = new CoverageMeter('door', fps);
  for (let ms = 0; ms <= 60_000; ms += everyMs) meter.analysed(5_000 + ms, NOON + ms);
  return meter.report(NOON + 60_500).find(({ minuteStartMs }) => minuteStartMs === NOON)!.analysedMs;
}

it.each([
  { fps: 5, everyMs: 200, covered: 60_000, why: 'all frames' },
  { fps: 5, everyMs: 500, covered: 60_000, why: 'two a second, which is what visits need' },
  { fps: 5, everyMs: 1_000, covered: 30_000, why: 'one of five: half a second of each' },
  { fps: 5, everyMs: 5_000, covered: 6_000, why: 'one in five seconds' },
  { fps: 0.2, everyMs: 5_000, covered: 60_000, why: 'as few as were wanted' },
  { fps: 1, everyMs: 5_000, covered: 15_000, why: 'one of five of a slow camera' },
])('covers $covered ms of a minute at $fps fps with a frame each $everyMs ms: $why', ({ fps, everyMs, covered }) => {
  expect(analysedMs(fps, everyMs)).toBe(covered);
});

it('divides what reaches over the end of a minute, and says nothing of a minute twice over', () => {
  const meter = new CoverageMeter('door', 5);
  meter.analysed(0, NOON - 100);
  meter.analysed(200, NOON + 100);
  expect(meter.report(NOON + 100)).toEqual([
    { cameraId: 'door', minuteStartMs: NOON - 60_000, analysedMs: 100 },
    { cameraId: 'door', minuteStartMs: NOON, analysedMs: 100 },
  ]);
  expect(meter.report(NOON + 30_000).map(({ minuteStartMs }) => minuteStartMs)).toEqual([NOON]);
});

it('says nothing was seen of a minute without frames', () => {
  expect(new CoverageMeter('door', 5).report(NOON)).toEqual([{ cameraId: 'door', minuteStartMs: NOON, analysedMs: 0 }]);
});

it('never covers more than a minute, though the clock is set back', () => {
  const meter = new CoverageMeter('door', 5);
  for (let ms = 0; ms < 60_000; ms += 200) meter.analysed(ms, NOON + ms);
  for (let ms = 60_000; ms < 90_000; ms += 200) meter.analysed(ms, NOON + ms - 60_000);
  expect(meter.report(NOON + 30_000)[0]!.analysedMs).toBe(60_000);
});

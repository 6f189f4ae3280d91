import type { CameraStatus, WorkerEvent } from '@vitrine/contracts';
import { expect, it } from 'vitest';
import { summarise } from './camera-load.js';

function status(cameraId: string, measuredFps: number, state: CameraStatus['state'] = 'live'): WorkerEvent {
  const stats = { measuredFps } as CameraStatus['stats'];
  return { kind: 'camera', status: { cameraId, state, error: null, stats, atMs: 0 } } as WorkerEvent;
}

const covered = (minuteStartMs: number, analysedMs: number): WorkerEvent => ({
  kind: 'coverage',
  coverage: { cameraId: 'door', minuteStartMs, analysedMs },
});

it('is sustained when the slowest camera is', () => {
  const events = [status('door', 5), status('stairs', 4.9), status('stairs', 4.8), status('stairs', 2)];
  expect(summarise(events, { cameras: 2, fps: 5 })).toMatchObject({ slowestFps: 4.8, sustained: true });
  expect(summarise([...events, status('hall', 4.5)], { cameras: 3, fps: 5 })).toMatchObject({
    slowestFps: 4.5,
    sustained: false,
  });
});

it('counts the cameras that say they are overloaded by their last word', () => {
  const events = [status('door', 1, 'overloaded'), status('stairs', 1, 'overloaded'), status('stairs', 5)];
  expect(summarise(events, { cameras: 2, fps: 5 }).overloadedCameras).toBe(1);
});

it('adds what coverage gained from telling to telling, over a change of minute too', () => {
  // Half of each two seconds; nothing can be said of the step from one minute to the next.
  const events = [covered(0, 57_000), covered(0, 58_000), covered(60_000, 500), covered(60_000, 1_500)];
  expect(summarise(events, { cameras: 1, fps: 5 }).coveredShare).toBeCloseTo(0.5);
});

import { workerConfigSchema } from '@vitrine/contracts';
import type { FaceDetection } from '@vitrine/models';
import { describe, expect, it } from 'vitest';
import { FaceTracker } from './face-tracker.js';

const { tracking } = workerConfigSchema.parse({});
const FRAME_MS = 200;
const face = (x: number, y = 100): FaceDetection => ({ box: [x, y, x + 40, y + 50], confidence: 0.9 });

describe('FaceTracker', () => {
  it('gives a walker one visit, predicting between detections, and ends it after the re-entry time', () => {
    const tracker = new FaceTracker(tracking);
    const ids = new Set<string>();
    for (let frame = 0; frame < 20; frame += 1) {
      const { faces } = tracker.update(frame % 2 === 0 ? [face(100 + 4 * frame)] : null, frame * FRAME_MS);
      for (const { trackId } of faces) ids.add(trackId);
    }
    expect(ids.size).toBe(1);
    expect(tracker.tick(19 * FRAME_MS + tracking.maxLostMs + 1).endedVisits).toEqual([]);
    expect(tracker.tick(20 * FRAME_MS + tracking.maxLostMs + tracking.reentryMs).endedVisits).toEqual([...ids]);
  });

  it('keeps three people three visits when all of them jump back to where they began', () => {
    const tracker = new FaceTracker(tracking);
    const ids = new Set<string>();
    for (let frame = 0; frame < 120; frame += 1) {
      const walked = (frame % 17) * 3;
      const { faces } = tracker.update([face(50 + walked), face(250 + walked), face(450 + walked)], frame * FRAME_MS);
      for (const { trackId, confirmed } of faces) if (confirmed) ids.add(trackId);
    }
    expect(ids.size).toBe(3);
  });

  it('does not make a person of a detection that comes once', () => {
    const tracker = new FaceTracker(tracking);
    expect(tracker.update([face(100)], 0).faces[0]?.confirmed).toBe(false);
    expect(tracker.tick(60_000).endedVisits).toEqual([]);
  });
});

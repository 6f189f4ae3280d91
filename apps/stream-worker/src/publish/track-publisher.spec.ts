import { workerConfigSchema, trackUpdateSchema, type TrackUpdate } from '@vitrine/contracts';
import { expect, it } from 'vitest';
import { faceResult } from '../fixtures/face-sample.js';
import type { Frame } from '../ingest/index.js';
import type { TrackedFace } from '../track/index.js';
import { TrackPublisher } from './track-publisher.js';

const config = { ...workerConfigSchema.parse({}).publish, minFusedFaces: 2, trackIntervalMs: 500 };
const picture = { widthPx: 200, heightPx: 100, data: new Uint8Array(200 * 100 * 3) };
const frameAt = (capturedAtMs: number): Frame => ({ cameraId: 'door', index: 0, capturedAtMs, full: picture, small: picture });
const person: TrackedFace = {
  trackId: 'visit-1',
  box: [-10, 20, 50, 80],
  confidence: 0.9,
  detected: true,
  firstSeenAtMs: 1_000,
  confirmed: true,
};

function publisher() {
  const sent: TrackUpdate[] = [];
  const made = new TrackPublisher('door', config, {
    calibrate: (logits) => logits.map((logit) => 1 / (1 + Math.exp(-logit))),
    send: (update) => sent.push(trackUpdateSchema.parse(update)),
  });
  return { made, sent };
}

it('speaks of a visit once enough faces are fused, with the box as fractions of the frame', () => {
  const { made, sent } = publisher();
  made.move([person], frameAt(1_000));
  made.accept(faceResult(1));
  expect(sent).toEqual([]);
  made.accept(faceResult(1));
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ cameraId: 'door', trackId: 'visit-1', box: [0, 0.2, 0.25, 0.8], faces: 2, final: false });
});

it('repeats a moving person no more often than the interval', () => {
  const { made, sent } = publisher();
  made.move([person], frameAt(1_000));
  made.accept(faceResult(1));
  made.accept(faceResult(1));
  for (const atMs of [1_200, 1_400, 1_500, 1_600]) made.move([person], frameAt(atMs));
  expect(sent.map(({ atMs }) => atMs)).toEqual([1_000, 1_500]);
});

it('ends a visit once, even one of a single face, and forgets it', () => {
  const { made, sent } = publisher();
  made.move([person], frameAt(1_000));
  made.accept(faceResult(1));
  made.end('visit-1');
  made.end('visit-1');
  made.accept(faceResult(1));
  expect(sent.map(({ final, faces }) => ({ final, faces }))).toEqual([{ final: true, faces: 1 }]);
});

it('says nothing of somebody no face of whom was good enough', () => {
  const { made, sent } = publisher();
  made.move([person], frameAt(1_000));
  made.endAll();
  expect(sent).toEqual([]);
});

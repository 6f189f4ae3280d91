import { visitUpdateSchema, workerConfigSchema, type VisitUpdate } from '@vitrine/contracts';
import { expect, it } from 'vitest';
import { frameAt, personAt } from '../fixtures/frame.js';
import { judgedFace } from '../fixtures/judged-face.js';
import { VisitPublisher } from './visit-publisher.js';
import { readAsTold } from '../fixtures/read-as-told.js';

const config = { ...workerConfigSchema.parse({}).publish, minFusedFaces: 2, visitIntervalMs: 500 };
const person = personAt([-10, 20, 50, 80]);
const START_MS = Date.UTC(2026, 0, 1);

function publisher() {
  const sent: VisitUpdate[] = [];
  const unseen = { visits: 0 };
  const made = new VisitPublisher({
    cameraId: 'door',
    config,
    read: readAsTold,
    zones: [
      {
        kind: 'area',
        id: 'till',
        name: 'Till',
        polygon: [
          [0.5, 0],
          [1, 0],
          [1, 1],
          [0.5, 1],
        ],
      },
      { kind: 'line', id: 'door', name: 'Door', from: [0.35, 1], to: [0.35, 0] },
    ],
    send: (update) => sent.push(visitUpdateSchema.parse(update)),
    onUnseen: () => (unseen.visits += 1),
  });
  return { made, sent, unseen };
}

it('speaks of a visit once enough faces are fused, with the box as fractions of the frame', () => {
  const { made, sent } = publisher();
  made.move([person], frameAt(1_000));
  made.accept('visit-1', judgedFace(1));
  expect(sent).toEqual([]);
  made.accept('visit-1', judgedFace(1));
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ cameraId: 'door', visitId: 'visit-1', box: [0, 0.2, 0.25, 0.8], faces: 2, final: false });
});

it('says when a visit began, which was before it was known for one', () => {
  const { made, sent } = publisher();
  made.move([{ ...person, sinceFirstSeenMs: 600 }], frameAt(1_000));
  made.end('visit-1');
  expect(sent).toEqual([]);
  made.move([{ ...person, sinceFirstSeenMs: 600 }], frameAt(1_000));
  made.accept('visit-1', judgedFace(1));
  made.end('visit-1');
  expect(sent).toMatchObject([{ firstSeenAtMs: START_MS + 400, atMs: START_MS + 1_000 }]);
});

it('repeats a moving person no more often than the interval', () => {
  const { made, sent } = publisher();
  made.move([person], frameAt(1_000));
  made.accept('visit-1', judgedFace(1));
  made.accept('visit-1', judgedFace(1));
  for (const atMs of [1_200, 1_400, 1_500, 1_600]) made.move([person], frameAt(atMs));
  expect(sent.map(({ atMs }) => atMs - START_MS)).toEqual([1_000, 1_500]);
});

it('tells the age of a frame by the monotonic clock, though the wall clock was set by hours', () => {
  const { made, sent } = publisher();
  const arrivedAtMs = performance.now();
  made.move([person], { ...frameAt(arrivedAtMs), receivedAtMs: Date.now() - 7_200_000 });
  made.accept('visit-1', judgedFace(1));
  made.end('visit-1');
  expect(sent[0]!.frameAgeMs).toBeLessThan(5_000);
});

it('says in which areas somebody has been and which lines were crossed, once each', () => {
  const { made, sent } = publisher();
  for (const [index, x] of [10, 40, 80, 110, 140].entries()) {
    made.move([personAt([x - 10, 20, x + 10, 40])], frameAt(1_000 + 600 * index));
    made.accept('visit-1', judgedFace(1));
  }
  made.end('visit-1');
  expect(sent[0]!.zoneIds).toEqual([]);
  expect(sent.at(-1)!.zoneIds).toEqual(['door.in', 'till']);
});

it('takes nobody into an area where they are only expected', () => {
  const { made, sent } = publisher();
  made.move([person], frameAt(1_000));
  made.accept('visit-1', judgedFace(1));
  made.move([personAt([140, 20, 160, 40], { seen: null })], frameAt(1_600));
  made.end('visit-1');
  expect(sent.at(-1)!.zoneIds).toEqual([]);
});

it('ends a visit once, even one of a single face, and forgets it', () => {
  const { made, sent } = publisher();
  made.move([person], frameAt(1_000));
  made.accept('visit-1', judgedFace(1));
  made.end('visit-1');
  made.end('visit-1');
  made.accept('visit-1', judgedFace(1));
  expect(sent.map(({ final, faces }) => ({ final, faces }))).toEqual([{ final: true, faces: 1 }]);
});

it('counts who was there and showed no face good enough, and says nothing of them', () => {
  const { made, sent, unseen } = publisher();
  made.move([person], frameAt(1_000));
  made.endAll();
  expect(sent).toEqual([]);
  expect(unseen.visits).toBe(1);
});

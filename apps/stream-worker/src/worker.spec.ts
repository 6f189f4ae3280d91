import type { WorkerBus } from '@vitrine/bus';
import {
  completeCamera,
  desiredStateSchema,
  workerConfigSchema,
  workerEventSchema,
  type DesiredState,
  type WorkerEvent,
} from '@vitrine/contracts';
import { InferencePool } from '@vitrine/models';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { scriptedPool } from './fixtures/scripted-pool.js';
import { ScriptedSource } from './fixtures/scripted-source.js';
import { StreamWorker } from './worker.js';

/** Sources that the worker has opened, by camera, oldest first. */
const { opened } = vi.hoisted(() => ({ opened: [] as { cameraId: string; source: ScriptedSource; isClosed: boolean }[] }));
vi.mock('./ingest/index.js', () => ({
  ffmpegVersion: () => Promise.resolve('5.1'),
  ffmpegProcessCount: () => opened.filter(({ isClosed }) => !isClosed).length,
  createSourceAccess: () => ({}),
  openSource: ({ id }: { id: string }) => {
    const entry = { cameraId: id, source: new ScriptedSource(), isClosed: false };
    const close = entry.source.close.bind(entry.source);
    entry.source.close = () => ((entry.isClosed = true), close());
    opened.push(entry);
    return entry.source;
  },
}));

const config = workerConfigSchema.parse({});
let events: WorkerEvent[];
let worker: StreamWorker;

beforeEach(async () => {
  opened.length = 0;
  events = [];
  vi.spyOn(InferencePool, 'start').mockResolvedValue(scriptedPool());
  const bus: WorkerBus = {
    droppedEvents: 3,
    send: (event) => (events.push(workerEventSchema.parse(event)), 'sent'),
    listen: () => {},
  };
  worker = await StreamWorker.start(wanted(1, []), bus, pino({ level: 'silent' }));
});
afterEach(async () => {
  await worker.close();
  vi.restoreAllMocks();
});

function wanted(
  revision: number,
  cameras: readonly { id: string; fps?: number; name?: string; enabled?: boolean }[],
): DesiredState {
  const complete = cameras.map((camera) => completeCamera({ name: 'Camera', url: 'rtsp://camera.example/stream', ...camera }));
  return desiredStateSchema.parse({ ...EMPTY, revision, config, cameras: complete, watchedCameraIds: [] });
}
const EMPTY = { retries: {}, probes: [], cameraSources: {} };

const applied = () => events.flatMap((event) => (event.kind === 'applied' ? [event.revision] : []));
const running = () => opened.filter(({ isClosed }) => !isClosed).map(({ cameraId }) => cameraId);

it('says what it really runs on once the networks are loaded', () => {
  // The pool is a double here, so its `start` may be looked at by itself.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  expect(InferencePool.start).toHaveBeenCalledWith(
    expect.objectContaining({ detection: expect.objectContaining({ minConfidence: 0.2 }) }),
  );
  expect(events[0]).toMatchObject({ kind: 'ready', runtime: { detector: 'scripted', ffmpegVersion: '5.1', precision: 'int8' } });
});

it('runs the cameras that are wanted, and says which revision that is', async () => {
  worker.want(wanted(2, [{ id: 'door' }, { id: 'till' }]));
  await expect.poll(applied).toEqual([2]);
  expect(running()).toEqual(['door', 'till']);
  worker.want(wanted(3, [{ id: 'till' }]));
  await expect.poll(applied).toEqual([2, 3]);
  expect(running()).toEqual(['till']);
});

it('opens a camera anew whose stream is another one now, and leaves one alone that got another name', async () => {
  worker.want(wanted(2, [{ id: 'door' }, { id: 'till' }]));
  await expect.poll(applied).toEqual([2]);
  worker.want(
    wanted(3, [
      { id: 'door', fps: 2 },
      { id: 'till', name: 'Checkout' },
    ]),
  );
  await expect.poll(applied).toEqual([2, 3]);
  expect(opened.map(({ cameraId }) => cameraId)).toEqual(['door', 'till', 'door']);
  expect(running().sort()).toEqual(['door', 'till']);
});

it('reports a camera that is switched off', async () => {
  worker.want(wanted(2, [{ id: 'door', enabled: false }]));
  await expect.poll(applied).toEqual([2]);
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'camera', status: expect.objectContaining({ state: 'disabled' }) }),
  );
  expect(running()).toEqual([]);
});

it('tells its progress, its queues and what was dropped', async () => {
  worker.want(wanted(2, [{ id: 'door' }]));
  await expect.poll(running).toEqual(['door']);
  opened[0]!.source.push(0);
  await expect
    .poll(() => events.findLast((event) => event.kind === 'stats'), { timeout: 5_000 })
    .toMatchObject({
      stats: { analysedFrames: 1, framesInHand: 0, waitingFrames: 0, droppedEvents: 3, inference: { threads: 2 } },
    });
});

it('leaves no camera open when it is closed', async () => {
  worker.want(wanted(2, [{ id: 'door' }]));
  await expect.poll(running).toEqual(['door']);
  await worker.close();
  expect(running()).toEqual([]);
});

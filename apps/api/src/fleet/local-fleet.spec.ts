import { cameraSourcesSchema, workerConfigSchema, type WorkerEvent } from '@vitrine/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoffMs } from './backoff.js';
import { RUNTIME, SCRIPTED_WORKER, STATS, visitOf, until, WorkerDouble } from './fixtures/worker-double.js';
import { LocalFleet } from './local-fleet.js';
import { KEEPER_TIMING, type KeeperTiming, type WorkerTrouble } from './process-keeper.js';

const CONFIG = workerConfigSchema.parse({});
const CAMERA_SOURCES = cameraSourcesSchema.parse({});

let double: WorkerDouble;
let fleet: LocalFleet;
let events: WorkerEvent[];
let troubles: WorkerTrouble[];
let logged: string;

beforeEach(async () => {
  double = await WorkerDouble.open();
  events = [];
  troubles = [];
  logged = '';
});
afterEach(async () => {
  await fleet.stop();
  double.close();
  vi.restoreAllMocks();
});

function start(timing: Partial<KeeperTiming> = {}): void {
  fleet = new LocalFleet({
    entry: SCRIPTED_WORKER,
    config: CONFIG,
    cameraSources: CAMERA_SOURCES,
    timing: { ...KEEPER_TIMING, backoffFirstMs: 20, backoffLongestMs: 60, stopMs: 50, ...timing },
    log: pino({}, { write: (line: string) => void (logged += line) }),
  });
  fleet.listen({
    onEvent: ({ event }) => void events.push(event),
    onDown: (trouble) => void troubles.push(trouble),
    onReport: () => Promise.resolve(),
    onOrphaned: () => undefined,
  });
  void fleet.start();
}

async function startReady(timing: Partial<KeeperTiming> = {}): Promise<void> {
  start(timing);
  await double.started();
  double.say({ kind: 'ready', runtime: RUNTIME });
  await until(() => fleet.worker.state === 'ready');
}

describe('a worker', () => {
  it('is told what is wanted, as one document that grows in revision; it does not get the token', async () => {
    vi.stubEnv('VITRINE_TOKEN', 'a-secret-of-the-api');
    start();
    fleet.want({ watchedCameraIds: ['door'] });
    await until(() => double.runs[0]?.states.length === 2);
    expect(double.run.states.map(({ revision }) => revision)).toEqual([1, 2]);
    expect(double.state).toEqual({
      revision: 2,
      config: CONFIG,
      cameraSources: CAMERA_SOURCES,
      cameras: [],
      watchedCameraIds: ['door'],
      retries: {},
      probes: [],
    });
    expect(double.run.hasToken).toBe(false);
    expect(fleet.worker.state).toBe('starting');
    vi.unstubAllEnvs();
  });

  it('that is killed is replaced; the new one is told what is wanted now', async () => {
    await startReady();
    fleet.want({ watchedCameraIds: ['door'] });
    process.kill(double.run.pid, 'SIGKILL');
    await double.started(2);
    expect(fleet.worker).toMatchObject({
      state: 'restarting',
      restarts: 1,
      runtime: null,
      message: expect.stringContaining('SIGKILL'),
    });
    expect(troubles).toHaveLength(1);
    expect(double.state.watchedCameraIds).toEqual(['door']);
    double.say({ kind: 'ready', runtime: RUNTIME });
    await until(() => fleet.worker.state === 'ready');
    expect(fleet.worker.message).toBeNull();
  });

  it('that says why it cannot start is shown as failed with its own words, and is tried again', async () => {
    start();
    for (const run of [1, 2]) {
      await double.started(run);
      double.say({ kind: 'fatal', message: 'ffmpeg is missing', remedy: 'Install it' });
      double.exit(1);
      await until(() => troubles.length === run);
      expect(fleet.worker).toMatchObject({ state: 'failed', message: 'ffmpeg is missing. Install it' });
    }
    await double.started(3);
  });

  it('that falls silent is killed and replaced', async () => {
    await startReady({ silenceMs: 300 });
    await double.started(2);
    expect(troubles[0]!.message).toContain('said nothing for 0.3 s');
  });

  it('that talks but analyses nothing of the frames it has is killed and replaced', async () => {
    await startReady({ stuckMs: 300 });
    const talking = setInterval(() => double.say({ kind: 'stats', stats: { ...STATS, analysedFrames: 7, framesInHand: 2 } }), 50);
    await until(() => troubles.length > 0);
    clearInterval(talking);
    expect(troubles[0]!.message).toContain('had frames and analysed none');
    await double.started(2);
  });

  it('that never becomes ready is killed and replaced', async () => {
    start({ readyDeadlineMs: 2_000 });
    await double.started(2);
    expect(troubles[0]!.message).toContain('said nothing');
  });

  it('that says something unreadable loses that message and no other', async () => {
    await startReady();
    double.sayRaw({ kind: 'visit', visit: { ...visitOf(), ageYears: -1 } });
    double.say({ kind: 'stats', stats: STATS });
    await until(() => fleet.worker.stats !== null);
    expect(events.map(({ kind }) => kind)).toEqual(['ready', 'stats']);
    expect(logged).toContain('breaks the contract');
  });

  it('cannot print a password', async () => {
    let printed = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => ((printed += String(chunk)), true));
    await startReady();
    double.print('[rtsp] rtsp://viewer:s3cret@192.0.2.1/stream failed');
    await until(() => printed.includes('192.0.2.1'));
    expect(printed).toContain('rtsp://***@192.0.2.1/stream');
    expect(printed).not.toContain('s3cret');
  });
});

it('shows which revision of what is wanted the worker has made so', async () => {
  await startReady();
  expect(fleet.worker.appliedRevision).toBeNull();
  double.say({ kind: 'applied', revision: 1 });
  await until(() => fleet.worker.appliedRevision === 1);
});

describe('stopping', () => {
  it('cuts the line first, ends what does not listen, and starts nothing again', async () => {
    await startReady({ stopMs: 20, termMs: 20 });
    const { pid } = double.run;
    await double.beStubborn();
    await fleet.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(double.runs).toHaveLength(1);
    expect(troubles).toEqual([]);
  });
});

it('waits twice as long before each restart, up to a limit', () => {
  const waits = [0, 1, 2, 6, 7, 40].map((attempt) => backoffMs(attempt, { firstMs: 500, longestMs: 30_000 }));
  expect(waits).toEqual([500, 1_000, 2_000, 30_000, 30_000, 30_000]);
});

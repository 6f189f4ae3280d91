import { workerConfigSchema, type WorkerEvent } from '@vitrine/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoffMs } from './backoff.js';
import { RUNTIME, SCRIPTED_WORKER, trackOf, until, WorkerDouble } from './fixtures/worker-double.js';
import { SUPERVISOR_TIMING, WorkerSupervisor, type SupervisorTiming, type WorkerTrouble } from './worker-supervisor.js';

const CONFIG = workerConfigSchema.parse({});
const STATS = { atMs: 1, rssBytes: 1, tensors: 0, queuedFaces: 0, inferredFaces: 0, droppedFaces: 0, ffmpegProcesses: 0 };

let double: WorkerDouble;
let supervisor: WorkerSupervisor;
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
  await supervisor.stop();
  double.close();
  vi.restoreAllMocks();
});

function start(timing: Partial<SupervisorTiming> = {}): void {
  supervisor = new WorkerSupervisor({
    entry: SCRIPTED_WORKER,
    config: CONFIG,
    timing: { ...SUPERVISOR_TIMING, backoffFirstMs: 20, backoffLongestMs: 60, stopMs: 50, ...timing },
    log: pino({}, { write: (line: string) => void (logged += line) }),
  });
  supervisor.listen({ onEvent: (event) => void events.push(event), onDown: (trouble) => void troubles.push(trouble) });
  supervisor.start();
}

async function startReady(timing: Partial<SupervisorTiming> = {}): Promise<void> {
  start(timing);
  await double.started();
  double.say({ kind: 'ready', runtime: RUNTIME });
  await until(() => supervisor.view.state === 'ready');
}

describe('a worker', () => {
  it('is told its configuration first, then what is wanted; it does not get the token', async () => {
    vi.stubEnv('VITRINE_TOKEN', 'a-secret-of-the-api');
    start();
    supervisor.want({ kind: 'cameras', cameras: [] });
    supervisor.want({ kind: 'preview', cameraIds: ['door'] });
    await double.started();
    await until(() => double.run.commands.length === 3);
    expect(double.run.commands.map(({ kind }) => kind)).toEqual(['configure', 'cameras', 'preview']);
    expect(double.commandsOf('configure')[0]!.config).toEqual(CONFIG);
    expect(double.run.hasToken).toBe(false);
    expect(supervisor.view.state).toBe('starting');
    vi.unstubAllEnvs();
  });

  it('that is killed is replaced; the new one is told what is wanted now', async () => {
    await startReady();
    supervisor.want({ kind: 'preview', cameraIds: ['door'] });
    process.kill(double.run.pid, 'SIGKILL');
    await double.started(2);
    expect(supervisor.view).toMatchObject({
      state: 'restarting',
      restarts: 1,
      runtime: null,
      message: expect.stringContaining('SIGKILL'),
    });
    expect(troubles).toHaveLength(1);
    await until(() => double.commandsOf('preview').length === 1);
    double.say({ kind: 'ready', runtime: RUNTIME });
    await until(() => supervisor.view.state === 'ready');
    expect(supervisor.view.message).toBeNull();
  });

  it('that says why it cannot start is shown as failed with its own words, and is tried again', async () => {
    start();
    for (const run of [1, 2]) {
      await double.started(run);
      double.say({ kind: 'fatal', message: 'ffmpeg is missing', remedy: 'Install it' });
      double.exit(1);
      await until(() => troubles.length === run);
      expect(supervisor.view).toMatchObject({ state: 'failed', message: 'ffmpeg is missing. Install it' });
    }
    await double.started(3);
  });

  it('that falls silent is killed and replaced', async () => {
    await startReady({ silenceMs: 300 });
    await double.started(2);
    expect(troubles[0]!.message).toContain('said nothing for 0.3 s');
  });

  it('that never becomes ready is killed and replaced', async () => {
    start({ readyDeadlineMs: 300 });
    await double.started(2);
    expect(troubles[0]!.message).toContain('said nothing');
  });

  it('that says something unreadable loses that message and no other', async () => {
    await startReady();
    double.sayRaw({ kind: 'track', track: { ...trackOf(), ageYears: -1 } });
    double.say({ kind: 'stats', stats: STATS });
    await until(() => supervisor.view.stats !== null);
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

describe('stopping', () => {
  it('asks first, ends what does not listen, and starts nothing again', async () => {
    await startReady();
    const { pid } = double.run;
    await supervisor.stop();
    expect(double.commandsOf('stop')).toHaveLength(1);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(double.runs).toHaveLength(1);
    expect(troubles).toEqual([]);
  });
});

it('waits twice as long before each restart, up to a limit', () => {
  const waits = [0, 1, 2, 6, 7, 40].map((attempt) => backoffMs(attempt, { firstMs: 500, longestMs: 30_000 }));
  expect(waits).toEqual([500, 1_000, 2_000, 30_000, 30_000, 30_000]);
});

import type { ServiceStatus, WorkerCommand, WorkerConfig, WorkerEvent } from '@vitrine/contracts';
import type { Logger } from 'pino';
import { backoffMs } from './backoff.js';
import { startWorkerProcess, type WorkerProcess } from './worker-process.js';

export interface SupervisorTiming {
  readonly backoffFirstMs: number;
  readonly backoffLongestMs: number;
  /** A run that lasted this long was good: the next restart is quick again. */
  readonly goodRunMs: number;
  /** From the start to `ready`: networks are loaded. */
  readonly readyDeadlineMs: number;
  /** A ready worker reports every few seconds; one that is silent for this long hangs. */
  readonly silenceMs: number;
  readonly stopMs: number;
  readonly termMs: number;
}

export const SUPERVISOR_TIMING: SupervisorTiming = {
  backoffFirstMs: 500,
  backoffLongestMs: 30_000,
  goodRunMs: 60_000,
  readyDeadlineMs: 120_000,
  silenceMs: 30_000,
  stopMs: 5_000,
  termMs: 3_000,
};

export interface SupervisorOptions {
  readonly entry: string;
  readonly config: WorkerConfig;
  readonly timing: SupervisorTiming;
  readonly log: Logger;
}

/** Who follows the worker. Set before `start`. */
export interface WorkerListener {
  onEvent(event: WorkerEvent): void;
  /** The worker is gone and will be started again. */
  onDown(trouble: WorkerTrouble): void;
}

export interface WorkerTrouble {
  readonly message: string;
  readonly remedy: string;
}

type WorkerView = ServiceStatus['worker'];

const CRASH_REMEDY = 'The service starts it again by itself; if this repeats, read the log lines of `stream-worker` before it';

/**
 * Keeps one stream worker alive: starts it, tells it what it should do, watches that it speaks, and starts it again with exponential
 * backoff when it ends. The wanted cameras and previews are kept here and told to every new worker.
 */
export class WorkerSupervisor {
  readonly #standing = new Map<'cameras' | 'preview', WorkerCommand>();
  #listener: WorkerListener | null = null;
  #worker: WorkerProcess | null = null;
  #view: WorkerView = { state: 'starting', restarts: 0, runtime: null, stats: null, message: null };
  /** What the worker said before it ended, if it did. */
  #lastWords: WorkerTrouble | null = null;
  #badRuns = 0;
  #unreadable = 0;
  #startedAtMs = 0;
  #watchdog: NodeJS.Timeout | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(private readonly options: SupervisorOptions) {}

  get view(): WorkerView {
    return this.#view;
  }

  listen(listener: WorkerListener): void {
    this.#listener = listener;
  }

  start(): void {
    const { entry, config, timing } = this.options;
    this.#startedAtMs = performance.now();
    this.#lastWords = null;
    const worker = startWorkerProcess(entry, {
      onEvent: (event) => this.#hear(event),
      onUnreadable: (why) => this.#complain(why),
      onExit: (how) => this.#ended(how),
    });
    this.#worker = worker;
    worker.send({ kind: 'configure', config });
    for (const command of this.#standing.values()) worker.send(command);
    this.#watch(timing.readyDeadlineMs);
  }

  /** Tells the worker now, and each later one when it starts. */
  want(command: Extract<WorkerCommand, { kind: 'cameras' | 'preview' }>): void {
    this.#standing.set(command.kind, command);
    this.#worker?.send(command);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    await this.#worker?.stop(this.options.timing);
    clearTimeout(this.#watchdog);
  }

  #hear(event: WorkerEvent): void {
    if (event.kind === 'ready') {
      this.#view = { ...this.#view, state: 'ready', runtime: event.runtime, message: null };
      this.options.log.info({ runtime: event.runtime, pid: this.#worker?.pid }, 'the stream worker is ready');
    }
    if (event.kind === 'stats') this.#view = { ...this.#view, stats: event.stats };
    if (event.kind === 'fatal') this.#lastWords = { message: event.message, remedy: event.remedy };
    if (this.#view.state === 'ready') this.#watch(this.options.timing.silenceMs);
    this.#listener?.onEvent(event);
  }

  /** The first, tenth, hundredth… time: a worker of another release would fill the log. */
  #complain(why: string): void {
    this.#unreadable += 1;
    if (!Number.isInteger(Math.log10(this.#unreadable))) return;
    const unreadable = this.#unreadable;
    this.options.log.warn({ unreadable }, `a message of the stream worker breaks the contract and is ignored: ${why}`);
  }

  #watch(silenceMs: number): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.#lastWords = { message: `it said nothing for ${silenceMs / 1000} s and was killed`, remedy: CRASH_REMEDY };
      this.#worker?.kill();
    }, silenceMs);
  }

  #ended(how: string): void {
    clearTimeout(this.#watchdog);
    this.#worker = null;
    if (this.#stopping) return;
    const { goodRunMs, backoffFirstMs, backoffLongestMs } = this.options.timing;
    const wasGood = this.#view.state === 'ready' && performance.now() - this.#startedAtMs >= goodRunMs;
    const waitMs = backoffMs(wasGood ? 0 : this.#badRuns, { firstMs: backoffFirstMs, longestMs: backoffLongestMs });
    this.#badRuns = wasGood ? 1 : this.#badRuns + 1;
    const trouble = this.#lastWords ?? { message: how, remedy: CRASH_REMEDY };
    // A worker that says why it cannot start will say so again until somebody acts; one that crashed comes back.
    const state = this.#lastWords && this.#view.state !== 'ready' ? 'failed' : 'restarting';
    this.#view = {
      state,
      restarts: this.#view.restarts + 1,
      runtime: null,
      stats: null,
      message: `${trouble.message}. ${trouble.remedy}`,
    };
    this.options.log.error({ how, restartInMs: waitMs }, `the stream worker ended: ${trouble.message}. ${trouble.remedy}`);
    this.#listener?.onDown(trouble);
    this.#restartTimer = setTimeout(() => this.start(), waitMs);
  }
}

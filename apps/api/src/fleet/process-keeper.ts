import type { MessagePort } from '@vitrine/bus';
import { backoffMs } from './backoff.js';
import { startWorkerProcess, type WorkerProcess } from './worker-process.js';

export interface KeeperTiming {
  readonly backoffFirstMs: number;
  readonly backoffLongestMs: number;
  /** A run that lasted this long was good: the next restart is quick again. */
  readonly goodRunMs: number;
  /** From the start to `ready`: networks are loaded. */
  readonly readyDeadlineMs: number;
  /** A ready worker reports every few seconds; one that is silent for this long hangs. */
  readonly silenceMs: number;
  /** One that has frames and finishes none for this long hangs too, however much it talks. */
  readonly stuckMs: number;
  readonly stopMs: number;
  readonly termMs: number;
}

export const KEEPER_TIMING: KeeperTiming = {
  backoffFirstMs: 500,
  backoffLongestMs: 30_000,
  goodRunMs: 60_000,
  readyDeadlineMs: 120_000,
  silenceMs: 30_000,
  stuckMs: 30_000,
  stopMs: 5_000,
  termMs: 3_000,
};

export interface WorkerTrouble {
  readonly message: string;
  readonly remedy: string;
}

/** How one run of the worker ended, and what comes next. */
export interface EndedRun {
  readonly how: string;
  readonly trouble: WorkerTrouble;
  /** It said why it cannot start, and will say so again until somebody acts; one that crashed comes back. */
  readonly isHopeless: boolean;
  readonly restartInMs: number;
}

export interface KeeperHandlers {
  /** A new process runs; it has been told nothing yet. */
  onStarted(port: MessagePort): void;
  onEnded(run: EndedRun): void;
}

const WATCH_STEPS = 10;
const CRASH_REMEDY = 'The service starts it again by itself; if this repeats, read the log lines of `stream-worker` before it';

/** Keeps one worker process alive: starts it, watches that it speaks, and starts it again with exponential backoff when it ends. */
export class ProcessKeeper {
  #process: WorkerProcess | null = null;
  /** What the worker said before it ended, if it did. */
  #lastWords: WorkerTrouble | null = null;
  #isReady = false;
  #badRuns = 0;
  #startedAtMs = 0;
  #watchdog: NodeJS.Timeout | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(
    private readonly entry: string,
    private readonly timing: KeeperTiming,
    private readonly handlers: KeeperHandlers,
  ) {}

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  start(): void {
    this.#startedAtMs = performance.now();
    this.#lastWords = null;
    this.#isReady = false;
    this.#process = startWorkerProcess(this.entry, (how) => this.#ended(how));
    this.#watch(this.timing.readyDeadlineMs);
    this.handlers.onStarted(this.#process.port);
  }

  /** The worker has loaded its networks. */
  ready(): void {
    this.#isReady = true;
    this.heard();
  }

  /** The worker said something. Before it is ready that proves nothing. */
  heard(): void {
    if (this.#isReady) this.#watch(this.timing.silenceMs);
  }

  /** The worker has frames and has finished none for so long. */
  stuck(forMs: number): void {
    if (forMs >= this.timing.stuckMs) this.#replace(`it had frames and analysed none for ${forMs / 1000} s and was killed`);
  }

  /** The worker says why it is about to end. */
  giveLastWords(words: WorkerTrouble): void {
    this.#lastWords = words;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    await this.#process?.stop(this.timing);
    clearTimeout(this.#watchdog);
  }

  /** In steps, because a machine that slept is late with its timers: of all its sleep one step counts, not the worker's whole patience. */
  #watch(silenceMs: number, steps = WATCH_STEPS): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      if (steps > 1) this.#watch(silenceMs, steps - 1);
      else this.#replace(`it said nothing for ${silenceMs / 1000} s and was killed`);
    }, silenceMs / WATCH_STEPS);
  }

  /** Another process takes its place. */
  #replace(message: string): void {
    this.#lastWords = { message, remedy: CRASH_REMEDY };
    this.#process?.kill();
  }

  #ended(how: string): void {
    clearTimeout(this.#watchdog);
    this.#process = null;
    if (this.#stopping) return;
    const { goodRunMs, backoffFirstMs, backoffLongestMs } = this.timing;
    const wasGood = this.#isReady && performance.now() - this.#startedAtMs >= goodRunMs;
    const restartInMs = backoffMs(wasGood ? 0 : this.#badRuns, { firstMs: backoffFirstMs, longestMs: backoffLongestMs });
    this.#badRuns = wasGood ? 1 : this.#badRuns + 1;
    this.handlers.onEnded({
      how,
      trouble: this.#lastWords ?? { message: how, remedy: CRASH_REMEDY },
      isHopeless: this.#lastWords !== null && !this.#isReady,
      restartInMs,
    });
    this.#restartTimer = setTimeout(() => this.start(), restartInMs);
  }
}

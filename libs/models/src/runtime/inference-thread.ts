import { fromPosted, ModelError } from '../errors.js';
import type { ThreadMessage } from './protocol.js';
import type { Job, Spawned, ThreadCounters, ThreadSource } from './thread-source.js';

/** A replacement that dies this many times before it is ready is given up. */
const MAX_FAILED_STARTS = 3;
/** Threads that hang in native code cannot be ended. With more of them than this the process is sick. */
const MAX_ABANDONED = 4;
/** Loading networks, on a GPU the first time, may take long. */
const START_DEADLINE_MS = 120_000;

/**
 * One place for a thread, which is always filled: a thread that dies, or does not answer in time, fails the request it had and is
 * replaced. One that hangs in JavaScript is ended; one that hangs inside native code is left alone (ending it would abort the process) until
 * it answers after all.
 */
export class InferenceThread {
  readonly counters: ThreadCounters = { restarts: 0, timeouts: 0, lost: 0, abandoned: 0 };
  #spawned: Spawned | null = null;
  #ready = false;
  #job: Job | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failedStarts = 0;
  #ended = false;
  #onFirstReady: (info: unknown) => void = () => undefined;
  #onGone: () => void = () => undefined;

  constructor(private readonly source: ThreadSource) {}

  /** @returns what the thread says of itself once it is ready; a start that fails for good is told by `onEnded` */
  start(): Promise<unknown> {
    return new Promise((resolve) => {
      this.#onFirstReady = resolve;
      this.#launch();
    });
  }

  get isIdle(): boolean {
    return this.#ready && this.#job === null && !this.#ended;
  }

  /** Only when idle. */
  run(job: Job): void {
    this.#job = job;
    this.#watch(this.source.deadlineMs);
    this.#spawned!.worker.postMessage(job.request, job.transfer);
  }

  /** Lets the thread finish what it is at, then leave by itself; one that hangs is left at its deadline. */
  async close(): Promise<void> {
    this.#ended = true;
    if (!this.#ready) return this.#leave();
    const gone = new Promise<void>((resolve) => (this.#onGone = resolve));
    if (!this.#job) this.#askToLeave();
    await gone;
  }

  #launch(): void {
    this.#ready = false;
    const spawned = this.source.spawn();
    this.#spawned = spawned;
    let cause: Error | undefined;
    const isCurrent = (): boolean => this.#spawned === spawned;
    spawned.worker.on('message', (message: ThreadMessage) => (isCurrent() ? this.#receive(message) : this.#onLate(spawned)));
    spawned.worker.on('error', (error) => (cause = error));
    spawned.worker.on('exit', () => isCurrent() && this.#onExit(cause));
    this.#watch(START_DEADLINE_MS);
  }

  #receive(message: ThreadMessage): void {
    if (message.kind === 'ready') {
      this.#unwatch();
      this.#ready = true;
      this.#failedStarts = 0;
      this.#onFirstReady(message.info);
      this.source.onIdle();
    } else if (message.kind === 'done') {
      this.#finish((job) => job.resolve(message.value));
    } else if (message.kind === 'failed') {
      this.#finish((job) => job.reject(fromPosted(message.error)));
    } else {
      this.#giveUp(fromPosted(message.error));
    }
  }

  #finish(settle: (job: Job) => void): void {
    this.#unwatch();
    const job = this.#job;
    this.#job = null;
    if (job) settle(job);
    if (this.isIdle) this.source.onIdle();
    else if (job && this.#ended && this.#ready) this.#askToLeave();
  }

  #askToLeave(): void {
    this.#spawned!.worker.postMessage({ kind: 'close' });
    this.#watch(this.source.deadlineMs);
  }

  #onExit(cause: Error | undefined): void {
    const text = `An inference thread died: ${cause?.message ?? 'it exited'}.`;
    if (!this.#ended) this.counters.lost += 1;
    this.#replace(new ModelError('inference_thread_lost', text, 'It is being replaced.', { cause }));
  }

  #onDeadline(afterMs: number): void {
    this.counters.timeouts += 1;
    this.#abandon();
    const text = `An inference thread did not answer within ${afterMs} ms.`;
    this.#replace(new ModelError('inference_timeout', text, 'It is being replaced.'));
  }

  #replace(error: ModelError): void {
    if (!this.#ready) this.#failedStarts += 1;
    this.#ready = false;
    this.#finish((job) => job.reject(error));
    if (this.#ended) return this.#onGone();
    if (this.#failedStarts >= MAX_FAILED_STARTS || this.counters.abandoned > MAX_ABANDONED) {
      const remedy = 'Check the free memory and the installation (npm ci), and start the worker again.';
      this.#giveUp(new ModelError('inference_unavailable', error.problem, remedy, { cause: error.cause ?? error }));
    } else {
      this.counters.restarts += 1;
      this.#launch();
    }
  }

  #giveUp(error: ModelError): void {
    this.#unwatch();
    this.#ended = true;
    this.source.onEnded(error);
  }

  /** Leaves the thread to itself; its place is free for another. */
  #abandon(): void {
    const { worker, isInNative } = this.#spawned!;
    this.#spawned = null;
    if (!isInNative()) return void worker.terminate();
    this.counters.abandoned += 1;
    worker.unref();
  }

  /** An abandoned thread answers after all, so it is out of native code. */
  #onLate({ worker }: Spawned): void {
    this.counters.abandoned -= 1;
    void worker.terminate();
  }

  /** A thread that is not ready has nothing to finish; inside native code it must be left. */
  async #leave(): Promise<void> {
    this.#unwatch();
    const spawned = this.#spawned;
    this.#spawned = null;
    if (spawned?.isInNative()) spawned.worker.unref();
    else await spawned?.worker.terminate();
  }

  #watch(deadlineMs: number): void {
    this.#unwatch();
    this.#timer = setTimeout(() => this.#onDeadline(deadlineMs), deadlineMs);
  }

  #unwatch(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

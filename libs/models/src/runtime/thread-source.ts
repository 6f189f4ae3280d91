import type { Transferable, Worker } from 'node:worker_threads';
import type { ModelError } from '../errors.js';

/** A request on its way to a thread. */
export interface Job {
  readonly request: unknown;
  readonly transfer: Transferable[];
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface Spawned {
  readonly worker: Worker;
  /** Whether it is inside native code just now. */
  readonly isInNative: () => boolean;
}

export interface ThreadSource {
  /** Makes a thread that posts `ready` or `unable`, and then one answer a request. */
  spawn(): Spawned;
  /** For one request, from when the thread got it. */
  readonly deadlineMs: number;
  /** It can take the next job. */
  onIdle(): void;
  /** It is given up. */
  onEnded(error: ModelError): void;
}

/** What a thread has lived through. */
export interface ThreadCounters {
  /** Threads started in place of one that was lost. */
  restarts: number;
  timeouts: number;
  /** Threads that died. */
  lost: number;
  /** Threads that hang and still exist. */
  abandoned: number;
}

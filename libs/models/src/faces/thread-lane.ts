import type { Transferable, Worker } from 'node:worker_threads';
import { ModelError } from '../errors.js';
import type { ThreadMessage } from './protocol.js';

interface Job {
  readonly request: unknown;
  readonly transfer: readonly Transferable[];
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface LaneOptions {
  /** Makes a thread that posts `ready` and then one answer a request. */
  readonly spawn: () => Worker;
  /** Requests that may wait; one more is refused. */
  readonly maxWaiting: number;
}

/** A replacement that dies this many times before it is ready is given up. */
const MAX_FAILED_STARTS = 3;

/**
 * One thread and the requests waiting for it, answered in order, one at a time. A thread that dies takes the request it was working on with
 * it (`face_thread_lost`) and is replaced; the waiting requests go to the replacement.
 */
export class ThreadLane {
  private worker: Worker | null = null;
  private ready = false;
  private ended: ModelError | null = null;
  private failedStarts = 0;
  private current: Job | null = null;
  private readonly waiting: Job[] = [];

  private constructor(
    private readonly options: LaneOptions,
    private readonly onFirst: { ready(info: unknown): void; lost(error: ModelError): void },
  ) {}

  /** @returns the lane and what its thread said when it was ready */
  static start(options: LaneOptions): Promise<{ lane: ThreadLane; info: unknown }> {
    return new Promise((resolve, reject) => {
      const lane: ThreadLane = new ThreadLane(options, { ready: (info) => resolve({ lane, info }), lost: reject });
      lane.launch();
    });
  }

  /** Requests accepted and not yet answered. */
  get load(): number {
    return this.waiting.length + (this.current ? 1 : 0);
  }

  /** @throws ModelError `face_engine_busy`, `face_request_failed`, `face_thread_lost`, `face_engine_closed` */
  request(request: unknown, transfer: readonly Transferable[] = []): Promise<unknown> {
    if (this.ended) return Promise.reject(this.ended);
    if (this.waiting.length >= this.options.maxWaiting) return Promise.reject(busy(this.options.maxWaiting));
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, transfer, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    this.end(new ModelError('face_engine_closed', 'The face engine was closed.', 'Start a new one.'));
    await this.worker?.terminate();
  }

  private launch(): void {
    this.ready = false;
    let cause: Error | undefined;
    const worker = this.options.spawn();
    this.worker = worker;
    worker.on('message', (message: ThreadMessage) => this.receive(message));
    worker.on('error', (error) => (cause = error));
    worker.on('exit', () => this.lost(cause));
  }

  private receive(message: ThreadMessage): void {
    if (message.kind === 'ready') {
      this.ready = true;
      this.failedStarts = 0;
      this.onFirst.ready(message.info);
    } else {
      const job = this.current;
      this.current = null;
      if (message.kind === 'done') job?.resolve(message.value);
      else
        job?.reject(new ModelError('face_request_failed', `A face network failed: ${message.message}.`, 'Other requests go on.'));
    }
    this.next();
  }

  private lost(cause: Error | undefined): void {
    if (this.ended) return;
    const error = new ModelError(
      'face_thread_lost',
      `A face thread died: ${cause?.message ?? 'it exited'}.`,
      'It is being replaced.',
      { cause },
    );
    this.current?.reject(error);
    this.current = null;
    if (!this.ready) this.failedStarts++;
    if (this.failedStarts >= MAX_FAILED_STARTS) {
      const message = `A face thread died ${MAX_FAILED_STARTS} times before it was ready: ${cause?.message ?? 'it exited'}.`;
      this.end(new ModelError('face_backend_unavailable', message, 'Run npm ci again and check the free memory.', { cause }));
    } else {
      this.launch();
    }
  }

  private end(reason: ModelError): void {
    if (this.ended) return;
    this.ended = reason;
    this.onFirst.lost(reason);
    for (const job of [this.current, ...this.waiting.splice(0)]) job?.reject(reason);
    this.current = null;
  }

  private next(): void {
    if (!this.ready || this.current || !this.worker) return;
    const job = this.waiting.shift();
    if (!job) return;
    this.current = job;
    this.worker.postMessage(job.request, [...job.transfer]);
  }
}

function busy(maxWaiting: number): ModelError {
  return new ModelError(
    'face_engine_busy',
    `${maxWaiting} requests already wait for the face engine.`,
    'Analyse fewer frames a second, or raise worker.detection.threads.',
  );
}

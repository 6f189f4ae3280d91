import type { Subscription } from '@nats-io/transport-node';
import type { DesiredState } from '@vitrine/contracts';
import { prettifyError, type z } from 'zod';
import type { FleetBus, FleetHandlers } from '../bus.js';
import { messageSchema } from '../message.js';
import { readJson } from '../read-json.js';
import type { BusConnection } from './connect.js';
import { helloSchema, SILENCE_MS, type Hello } from './hello.js';
import { sealFor } from './seal.js';
import { ANY_WORKER, SUBJECTS, workerOf } from './subjects.js';

interface Present {
  readonly publicKey: string;
  heardAtMs: number;
}

/**
 * The bus of several machines, seen from one of the api nodes: every node hears every worker. What is wanted of a worker is sealed to the key
 * that it shows, and told again until the worker says that it has read it.
 */
export class NatsFleetBus implements FleetBus {
  readonly #present = new Map<string, Present>();
  readonly #assigned = new Map<string, DesiredState>();
  readonly #subscriptions: Subscription[] = [];
  #sweeper: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: BusConnection,
    private readonly silenceMs = SILENCE_MS,
  ) {}

  assign(workerId: string, state: DesiredState): void {
    this.#assigned.set(workerId, state);
    this.#tell(workerId);
  }

  listen(handlers: FleetHandlers): void {
    this.#hear(SUBJECTS.hello(ANY_WORKER), helloSchema, handlers, (workerId, hello) => this.#greeted(workerId, hello, handlers));
    this.#hear(SUBJECTS.event(ANY_WORKER), messageSchema, handlers, (workerId, message) =>
      handlers.onEvent({ workerId, ...message }),
    );
    this.#sweeper = setInterval(() => this.#sweep(handlers), this.silenceMs / 4);
  }

  close(): void {
    clearInterval(this.#sweeper);
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  #hear<T>(
    subject: string,
    schema: z.ZodType<T>,
    handlers: FleetHandlers,
    onMessage: (workerId: string, message: T) => void,
  ): void {
    const subscription = this.connection.subscribe(subject, {
      callback: (error, from) => {
        if (error !== null) return;
        const message = schema.safeParse(readJson(from.string()));
        if (message.success) onMessage(workerOf(from.subject), message.data);
        else handlers.onUnreadable(workerOf(from.subject), prettifyError(message.error));
      },
    });
    this.#subscriptions.push(subscription);
  }

  #greeted(workerId: string, { publicKey, heardRevision, isLeaving }: Hello, handlers: FleetHandlers): void {
    if (isLeaving) return this.#gone(workerId, handlers);
    const isNew = !this.#present.has(workerId);
    this.#present.set(workerId, { publicKey, heardAtMs: performance.now() });
    if (isNew) handlers.onPresence(workerId, true);
    if ((this.#assigned.get(workerId)?.revision ?? 0) > heardRevision) this.#tell(workerId);
  }

  #sweep(handlers: FleetHandlers): void {
    const nowMs = performance.now();
    for (const [workerId, { heardAtMs }] of this.#present) if (nowMs - heardAtMs > this.silenceMs) this.#gone(workerId, handlers);
  }

  #gone(workerId: string, handlers: FleetHandlers): void {
    if (this.#present.delete(workerId)) handlers.onPresence(workerId, false);
  }

  #tell(workerId: string): void {
    const [present, state] = [this.#present.get(workerId), this.#assigned.get(workerId)];
    if (!present || !state || this.connection.isClosed()) return;
    this.connection.publish(SUBJECTS.desired(workerId), sealFor(present.publicKey, JSON.stringify(state)));
  }
}

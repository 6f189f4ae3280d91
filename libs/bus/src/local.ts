import { desiredStateSchema, type DesiredState, type WorkerEvent } from '@vitrine/contracts';
import { randomUUID } from 'node:crypto';
import { prettifyError } from 'zod';
import type { FleetBus, FleetHandlers, SendResult, WorkerBus, WorkerHandlers } from './bus.js';
import { messageSchema } from './message.js';
import { MOST_UNSENT, weightOf } from './weight.js';

/** One end of an IPC channel between a process and one that it forked: both `process` and a `ChildProcess` are one. */
export interface MessagePort {
  readonly connected: boolean;
  /** @param onWritten called when the message has left the process, or could not */
  send?(message: object, handle: undefined, options: undefined, onWritten: () => void): boolean;
  on(name: 'message', listener: (message: unknown) => void): unknown;
  once(name: 'disconnect', listener: () => void): unknown;
  disconnect?(): void;
}

/** The bus of one machine, seen from the worker: the IPC channel to the api that forked it. */
export class LocalWorkerBus implements WorkerBus {
  droppedEvents = 0;
  readonly #source = randomUUID();
  #lastSeq = 0;
  #unsentEvents = 0;

  /** @throws Error when this process was not forked */
  constructor(private readonly port: MessagePort) {
    if (!port.send) throw new Error('the stream worker is started by the api, which speaks to it over IPC; run `npm start`');
  }

  send(event: WorkerEvent): SendResult {
    this.#lastSeq += 1;
    if (!this.port.connected || this.#unsentEvents >= MOST_UNSENT[weightOf(event)]) {
      this.droppedEvents += 1;
      return 'dropped';
    }
    this.#unsentEvents += 1;
    // A failed write means a closed channel, which `disconnect` reports.
    this.port.send!({ source: this.#source, seq: this.#lastSeq, event }, undefined, undefined, () => (this.#unsentEvents -= 1));
    return 'sent';
  }

  listen(handlers: WorkerHandlers): void {
    this.port.on('message', (message) => {
      const state = desiredStateSchema.safeParse(message);
      if (state.success) handlers.onDesired(state.data);
      else handlers.onUnreadable(prettifyError(state.error));
    });
    this.port.once('disconnect', () => handlers.onClosed());
  }
}

/** The bus of one machine, seen from the api: one IPC channel for each worker that it forked. */
export class LocalFleetBus implements FleetBus {
  readonly #ports = new Map<string, MessagePort>();
  readonly #assigned = new Map<string, DesiredState>();
  #handlers: FleetHandlers | null = null;

  /** A worker was forked. The last run's channel, if there was one, is forgotten. */
  attach(workerId: string, port: MessagePort): void {
    this.#ports.set(workerId, port);
    port.on('message', (message) => this.#hear(workerId, port, message));
    port.once('disconnect', () => {
      if (this.#ports.get(workerId) !== port) return;
      this.#ports.delete(workerId);
      this.#handlers?.onPresence(workerId, false);
    });
    this.#handlers?.onPresence(workerId, true);
    this.#tell(workerId);
  }

  assign(workerId: string, state: DesiredState): void {
    this.#assigned.set(workerId, state);
    this.#tell(workerId);
  }

  listen(handlers: FleetHandlers): void {
    this.#handlers = handlers;
  }

  close(): void {
    for (const port of this.#ports.values()) if (port.connected) port.disconnect?.();
  }

  #tell(workerId: string): void {
    const [port, state] = [this.#ports.get(workerId), this.#assigned.get(workerId)];
    // A channel that closes under a write belongs to a process that ends, which its keeper reports.
    if (port?.connected && state) port.send?.(state, undefined, undefined, () => undefined);
  }

  #hear(workerId: string, port: MessagePort, message: unknown): void {
    if (this.#ports.get(workerId) !== port) return;
    const delivery = messageSchema.safeParse(message);
    if (delivery.success) this.#handlers?.onEvent({ workerId, ...delivery.data });
    else this.#handlers?.onUnreadable(workerId, prettifyError(delivery.error));
  }
}

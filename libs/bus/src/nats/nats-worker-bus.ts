import { desiredStateSchema, type WorkerEvent } from '@vitrine/contracts';
import { randomUUID } from 'node:crypto';
import { prettifyError } from 'zod';
import type { SendResult, WorkerBus, WorkerHandlers } from '../bus.js';
import { readJson } from '../read-json.js';
import { MOST_UNSENT, weightOf } from '../weight.js';
import type { BusConnection } from './connect.js';
import { HELLO_EVERY_MS, type Hello } from './hello.js';
import { LineLoad } from './line-load.js';
import { WorkerKey } from './seal.js';
import { SUBJECTS } from './subjects.js';

/**
 * The bus of several machines, seen from a worker. While NATS is out of reach events are left out and counted; what must not be lost goes
 * another way (`CountSender`). The line is closed only when the connection is.
 */
export class NatsWorkerBus implements WorkerBus {
  droppedEvents = 0;
  /** One run of one worker. */
  readonly source = randomUUID();
  readonly #key = new WorkerKey();
  readonly #load: LineLoad;
  #lastSeq = 0;
  #heardRevision = 0;
  #helloTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: BusConnection,
    readonly workerId: string,
    private readonly helloEveryMs = HELLO_EVERY_MS,
  ) {
    this.#load = new LineLoad(connection);
  }

  send(event: WorkerEvent): SendResult {
    this.#lastSeq += 1;
    if (!this.#load.isConnected || this.#load.unsent >= MOST_UNSENT[weightOf(event)]) {
      this.droppedEvents += 1;
      return 'dropped';
    }
    const message = { source: this.source, seq: this.#lastSeq, event };
    this.connection.publish(SUBJECTS.event(this.workerId), JSON.stringify(message));
    this.#load.add();
    return 'sent';
  }

  listen(handlers: WorkerHandlers): void {
    this.connection.subscribe(SUBJECTS.desired(this.workerId), {
      callback: (error, message) => {
        if (error === null) this.#hear(message.string(), handlers);
      },
    });
    void this.connection.closed().then(() => {
      clearInterval(this.#helloTimer);
      handlers.onClosed();
    });
    this.#greet();
    this.#helloTimer = setInterval(() => this.#greet(), this.helloEveryMs);
  }

  /** Says goodbye, so that nobody has to notice the silence. */
  leave(): void {
    clearInterval(this.#helloTimer);
    this.#greet(true);
  }

  #greet(isLeaving = false): void {
    if (!this.#load.isConnected) return;
    const hello: Hello = { publicKey: this.#key.publicKey, heardRevision: this.#heardRevision, isLeaving };
    this.connection.publish(SUBJECTS.hello(this.workerId), JSON.stringify(hello));
  }

  #hear(sealed: string, handlers: WorkerHandlers): void {
    const text = this.#key.open(sealed);
    if (text === null) return handlers.onUnreadable('it is not sealed to this worker’s key');
    const state = desiredStateSchema.safeParse(readJson(text));
    if (!state.success) return handlers.onUnreadable(prettifyError(state.error));
    // One of a node that has not heard yet that another decides now.
    if (state.data.revision <= this.#heardRevision) return;
    this.#heardRevision = state.data.revision;
    handlers.onDesired(state.data);
  }
}

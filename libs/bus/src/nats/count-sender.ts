import { jetstream, type JetStreamClient } from '@nats-io/jetstream';
import type { CountReport } from '@vitrine/contracts';
import type { BusConnection } from './connect.js';
import { COUNT_SUBJECT } from './count-stream.js';

const ACK_TIMEOUT_MS = 5_000;

/** Brings counts into the stream. A report sent again under its number is there once. */
export class CountSender {
  readonly #stream: JetStreamClient;

  constructor(connection: BusConnection) {
    this.#stream = jetstream(connection, { timeout: ACK_TIMEOUT_MS });
  }

  /** Resolves when the report is on the server's disk. @throws Error when nobody said so in time; it may be there all the same */
  async send(report: CountReport): Promise<void> {
    await this.#stream.publish(COUNT_SUBJECT, JSON.stringify(report), { msgID: `${report.source}:${report.seq}` });
  }
}

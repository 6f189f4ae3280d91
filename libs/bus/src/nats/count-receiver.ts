import { jetstream, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { countReportSchema, type CountReport } from '@vitrine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { prettifyError } from 'zod';
import { readJson } from '../read-json.js';
import type { BusConnection } from './connect.js';
import { COUNT_CONSUMER, COUNT_STREAM, openCountStream } from './count-stream.js';

export interface CountHandlers {
  /** Stores it; a report whose promise is not kept comes again, to this node or another. It may come twice. */
  onReport(report: CountReport): Promise<void>;
  onUnreadable(why: string): void;
}

/** At once in the hands of one node, ahead of what it stores. */
const AHEAD = 50;
const AGAIN_MS = 1_000;
const HEARTBEAT_MS = 2_000;
/** A consumer can stay dead after its connection came back; after so many silent heartbeats it is asked for anew. */
const MOST_MISSED = 2;

/** Takes counts from the stream, one after another; a report is gone from there when it is stored. */
export class CountReceiver {
  #messages: ConsumerMessages | null = null;
  #isStopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly connection: BusConnection) {}

  /** Resolves when the stream is there. @throws Error when it cannot be made */
  async start(handlers: CountHandlers): Promise<void> {
    await openCountStream(this.connection);
    this.#running = this.#run(handlers);
  }

  /** Resolves when the report in hand is stored. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#messages?.stop();
    await this.#running;
  }

  async #run(handlers: CountHandlers): Promise<void> {
    while (!this.#isStopping) {
      await this.#consume(handlers).catch(() => undefined);
      if (!this.#isStopping) await sleep(AGAIN_MS);
    }
  }

  async #consume(handlers: CountHandlers): Promise<void> {
    const consumer = await jetstream(this.connection).consumers.get(COUNT_STREAM, COUNT_CONSUMER);
    const messages = await consumer.consume({ max_messages: AHEAD, idle_heartbeat: HEARTBEAT_MS, expires: 5 * HEARTBEAT_MS });
    this.#messages = messages;
    void endWhenDead(messages);
    for await (const message of messages) {
      if (this.#isStopping) return message.nak();
      await take(message, handlers);
    }
  }
}

async function take(message: JsMsg, handlers: CountHandlers): Promise<void> {
  const report = countReportSchema.safeParse(readJson(message.string()));
  if (!report.success) {
    handlers.onUnreadable(prettifyError(report.error));
    return message.term('it does not follow the contract');
  }
  try {
    await handlers.onReport(report.data);
    message.ack();
  } catch {
    message.nak(AGAIN_MS);
  }
}

async function endWhenDead(messages: ConsumerMessages): Promise<void> {
  for await (const status of messages.status()) {
    if (status.type === 'heartbeats_missed' && status.count >= MOST_MISSED) messages.stop();
  }
}

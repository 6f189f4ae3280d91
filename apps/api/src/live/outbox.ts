import { numbered } from './wire.js';

/** What a subscriber that reads too slowly costs at most. */
export interface OutboxLimits {
  /** Bytes handed to the socket and not yet written, above which messages wait here. */
  readonly highWaterBytes: number;
  /** Waiting messages, of which the oldest gives way. */
  readonly maxWaiting: number;
  /** Not one waiting message could be sent for this long: the subscriber is given up. */
  readonly stuckMs: number;
}

/** Room for a whole resumed window, and some. What waits is shared text, so a slow subscriber costs a few hundred kilobytes. */
export const OUTBOX_LIMITS: OutboxLimits = { highWaterBytes: 256 * 1024, maxWaiting: 2_500, stuckMs: 15_000 };

/** The part of a WebSocket that is used. */
export interface Sink {
  readonly bufferedAmount: number;
  send(data: string, onWritten: () => void): void;
}

export interface OutboxHandlers {
  /** Messages that will never be sent because a newer one took their place or their room. */
  onDropped(count: number): void;
  /** Once, when the subscriber is too slow to be served. */
  onStuck(): void;
}

/**
 * What is to be sent on one connection. While the socket keeps up, messages go straight on. When it does not they wait here, and a newer
 * message on the same thing (a visit, a camera's preview) replaces the older; beyond `maxWaiting` the oldest is dropped; when nothing
 * moves for `stuckMs` the connection is given up. Every message takes a number when it is posted, so the receiver sees the gaps.
 */
export class Outbox {
  /** By key, oldest first. */
  readonly #waiting = new Map<string, string>();
  #lastSeq = 0;
  #stuckTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sink: Sink,
    private readonly limits: OutboxLimits,
    private readonly handlers: OutboxHandlers,
  ) {}

  /**
   * @param key what the message is about; messages with one key replace one another while they wait
   * @param body the message as JSON, without its number
   */
  post(key: string, body: string): void {
    this.#lastSeq += 1;
    const data = numbered(body, this.#lastSeq);
    if (this.#waiting.size === 0 && !this.#isFull()) this.#send(data);
    else this.#wait(key, data);
  }

  close(): void {
    clearTimeout(this.#stuckTimer);
    this.#waiting.clear();
  }

  #isFull(): boolean {
    return this.sink.bufferedAmount >= this.limits.highWaterBytes;
  }

  #send(data: string): void {
    this.sink.send(data, () => this.#drain());
  }

  #wait(key: string, data: string): void {
    let dropped = this.#waiting.delete(key) ? 1 : 0;
    this.#waiting.set(key, data);
    if (this.#waiting.size > this.limits.maxWaiting) {
      const [oldestKey] = this.#waiting.keys();
      this.#waiting.delete(oldestKey!);
      dropped += 1;
    }
    if (dropped > 0) this.handlers.onDropped(dropped);
    this.#stuckTimer ??= setTimeout(() => this.handlers.onStuck(), this.limits.stuckMs);
  }

  #drain(): void {
    for (const [key, data] of this.#waiting) {
      if (this.#isFull()) return;
      this.#waiting.delete(key);
      this.#moved();
      this.#send(data);
    }
  }

  #moved(): void {
    clearTimeout(this.#stuckTimer);
    this.#stuckTimer = this.#waiting.size === 0 ? undefined : setTimeout(() => this.handlers.onStuck(), this.limits.stuckMs);
  }
}

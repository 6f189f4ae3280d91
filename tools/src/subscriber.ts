import type { LiveStream } from '@vitrine/client';
import type { ServerMessage, Topic } from '@vitrine/contracts';
import type { RunningService } from './service.js';

const OPEN_DEADLINE_MS = 30_000;

type MessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

interface Waiter {
  readonly matches: (message: ServerMessage) => boolean;
  readonly resolve: (message: ServerMessage) => void;
}

/** A WebSocket subscriber that keeps what it hears; every message is checked against the contract. */
export class Subscriber {
  readonly messages: ServerMessage[] = [];
  #waiters: Waiter[] = [];

  #stream: LiveStream | null = null;

  private constructor() {}

  /** Connects with the service's token and subscribes; resolves when the service has said what it sends. */
  static async open(service: RunningService, topics: readonly Topic[]): Promise<Subscriber> {
    const subscriber = new Subscriber();
    const onUnreadable = (data: unknown) => {
      throw new Error(`this breaks the contract: ${String(data)}`);
    };
    subscriber.#stream = service.client.live({ topics }, { onMessage: (message) => subscriber.#hear(message), onUnreadable });
    await subscriber.until('subscribed', () => true, OPEN_DEADLINE_MS);
    return subscriber;
  }

  /** @returns the messages of one type heard so far, oldest first */
  heard<T extends ServerMessage['type']>(type: T): MessageOf<T>[] {
    return this.messages.filter((message): message is MessageOf<T> => message.type === type);
  }

  /** @returns the first message, heard already or still to come, that is of the type and matches. @throws Error when none comes in time */
  async until<T extends ServerMessage['type']>(
    type: T,
    matches: (message: MessageOf<T>) => boolean,
    timeoutMs: number,
  ): Promise<MessageOf<T>> {
    const isWanted = (message: ServerMessage) => message.type === type && matches(message as MessageOf<T>);
    const already = this.messages.find(isWanted);
    if (already) return already as MessageOf<T>;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no such ${type} message within ${timeoutMs} ms`)), timeoutMs);
      this.#waiters.push({
        matches: isWanted,
        resolve: (message) => {
          clearTimeout(timer);
          resolve(message as MessageOf<T>);
        },
      });
    });
  }

  close(): void {
    this.#stream?.close();
  }

  #hear(message: ServerMessage): void {
    this.messages.push(message);
    const [satisfied, waiting] = partition(this.#waiters, (waiter) => waiter.matches(message));
    this.#waiters = waiting;
    for (const waiter of satisfied) waiter.resolve(message);
  }
}

function partition<T>(items: readonly T[], belongsFirst: (item: T) => boolean): [T[], T[]] {
  const first: T[] = [];
  const second: T[] = [];
  for (const item of items) (belongsFirst(item) ? first : second).push(item);
  return [first, second];
}

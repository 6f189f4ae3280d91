import { CLOSE_CODES, serverMessageSchema, type ClientMessage, type ServerMessage, type Topic } from '@vitrine/contracts';
import { backoffMs } from './backoff.js';

/** The part of a WebSocket that is used; the browser's and that of the package `ws` both have it. */
export interface Socket {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: (event: unknown) => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
}
export type WebSocketClass = new (url: string) => Socket;

/** What is to be heard. */
export interface Wish {
  readonly topics: readonly Topic[];
  /** All that one may see when absent. */
  readonly cameraIds?: readonly string[];
}

/** `waiting` for the next try; `refused` for good: the token is wrong or revoked, or the session is over. */
export type LivePhase = 'connecting' | 'open' | 'waiting' | 'refused';

export interface LiveHandlers {
  readonly onMessage: (message: ServerMessage) => void;
  /** @param retryAtMs when the next try begins, epoch ms; null unless waiting */
  readonly onPhase?: (phase: LivePhase, retryAtMs: number | null) => void;
  /** Messages that this client was too slow for, or that were no longer kept when it came back: ask REST how things stand. */
  readonly onGap?: () => void;
  /** A message that does not follow the contract. */
  readonly onUnreadable?: (data: unknown) => void;
}

export interface LiveStream {
  /** Replaces what is heard. */
  subscribe(wish: Wish): void;
  /** Gives the present connection up for a new one, without waiting. */
  restart(): void;
  close(): void;
}

interface LiveOptions {
  readonly url: string;
  readonly token: string | null;
  readonly WebSocket: WebSocketClass;
  readonly wish: Wish;
}

/** Until the service has said how often it sends a heartbeat. */
const SILENCE_MS = 30_000;

/** Keeps one subscription alive: after a loss it connects again and goes on where it was. */
export function openLive(options: LiveOptions, handlers: LiveHandlers): LiveStream {
  const stream = new LiveSocket(options, handlers);
  stream.restart();
  return stream;
}

class LiveSocket implements LiveStream {
  #wish: Wish;
  #socket: Socket | null = null;
  /** The last message that was understood. */
  #cursor: string | null = null;
  #lastSeq = 0;
  #failures = 0;
  #silenceMs = SILENCE_MS;
  #isOpen = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly options: LiveOptions,
    private readonly handlers: LiveHandlers,
  ) {
    this.#wish = options.wish;
  }

  subscribe(wish: Wish): void {
    this.#wish = wish;
    // What was missed of other topics or cameras was never heard.
    this.#cursor = null;
    if (this.#isOpen) this.#say(this.#subscription());
  }

  restart(): void {
    this.close();
    this.#phase('connecting');
    const socket = new this.options.WebSocket(this.options.url);
    this.#socket = socket;
    this.#lastSeq = 0;
    const own =
      <T>(act: (event: T) => void) =>
      (event: T) => {
        if (this.#socket === socket) act(event);
      };
    socket.addEventListener(
      'open',
      own(() => this.#opened()),
    );
    socket.addEventListener(
      'message',
      own(({ data }) => this.#heard(data)),
    );
    socket.addEventListener(
      'close',
      own(({ code }) => this.#ended(code)),
    );
    // Every error is followed by a close.
    socket.addEventListener('error', () => undefined);
    this.#watch();
  }

  close(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#silenceTimer);
    const abandoned = this.#socket;
    this.#socket = null;
    this.#isOpen = false;
    abandoned?.close();
  }

  #opened(): void {
    this.#isOpen = true;
    if (this.options.token !== null) this.#say({ type: 'auth', token: this.options.token });
    this.#say(this.#subscription());
  }

  #heard(data: unknown): void {
    this.#watch();
    const message = readMessage(data);
    if (!message) return this.handlers.onUnreadable?.(data);
    if (message.seq !== this.#lastSeq + 1) this.handlers.onGap?.();
    this.#lastSeq = message.seq;
    // Before what was missed has come, the service is already further than this client.
    if (message.type !== 'hello' && !(message.type === 'subscribed' && message.resumed)) this.#cursor = message.cursor;
    if (message.type === 'hello') this.#welcomed(message.heartbeatMs);
    if (message.type === 'subscribed' && message.resumed === false) this.handlers.onGap?.();
    this.handlers.onMessage(message);
  }

  #welcomed(heartbeatMs: number): void {
    this.#failures = 0;
    this.#silenceMs = 2 * heartbeatMs;
    this.#phase('open');
  }

  #ended(code: number): void {
    this.close();
    if (code === CLOSE_CODES.unauthorised || code === CLOSE_CODES.revoked) return this.#phase('refused');
    const waitMs = backoffMs(this.#failures, Math.random());
    this.#failures += 1;
    this.#phase('waiting', Date.now() + waitMs);
    this.#retryTimer = setTimeout(() => this.restart(), waitMs);
  }

  /** A connection that says nothing, not even a heartbeat, is dead without knowing it. */
  #watch(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#ended(0), this.#silenceMs);
  }

  #subscription(): ClientMessage {
    const { topics, cameraIds } = this.#wish;
    return {
      type: 'subscribe',
      topics: [...topics],
      ...(cameraIds ? { cameraIds: [...cameraIds] } : {}),
      ...(this.#cursor === null ? {} : { after: this.#cursor }),
    };
  }

  #say(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #phase(phase: LivePhase, retryAtMs: number | null = null): void {
    this.handlers.onPhase?.(phase, retryAtMs);
  }
}

function readMessage(data: unknown): ServerMessage | null {
  try {
    return serverMessageSchema.parse(JSON.parse(String(data)));
  } catch {
    return null;
  }
}

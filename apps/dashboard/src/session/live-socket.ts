import { serverMessageSchema, TOPICS, type ClientMessage, type ServerMessage } from '@vitrine/contracts';
import type { LivePhase } from '../store/state.js';
import { backoffMs } from './backoff.js';

export interface LiveHandlers {
  /** @param retryAtMs when the next attempt begins, epoch ms; null unless waiting */
  readonly onPhase: (phase: LivePhase, retryAtMs: number | null) => void;
  readonly onMessage: (message: ServerMessage) => void;
  /** A message that does not follow the contract. */
  readonly onUnreadable: () => void;
}

export interface LiveSocket {
  /** Gives the present connection up for a new one, without waiting. */
  restart(): void;
  close(): void;
}

/** Keeps one subscription to everything alive: after a loss it reconnects with backoff and subscribes again. */
export function openLive(token: string, handlers: LiveHandlers): LiveSocket {
  let socket: WebSocket | null = null;
  let timer: number | undefined;
  let failures = 0;

  function connect(): void {
    clearTimeout(timer);
    handlers.onPhase('connecting', null);
    const current = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws/v1`);
    socket = current;
    const send = (message: ClientMessage) => current.send(JSON.stringify(message));
    current.onopen = () => {
      send({ type: 'auth', token });
      send({ type: 'subscribe', topics: [...TOPICS] });
      handlers.onPhase('open', null);
    };
    current.onmessage = (event: MessageEvent<string>) => {
      failures = 0;
      const message = readMessage(event.data);
      if (message) handlers.onMessage(message);
      else handlers.onUnreadable();
    };
    // Every error is followed by a close.
    current.onclose = () => {
      if (socket === current) retry();
    };
  }

  function retry(): void {
    const waitMs = backoffMs(failures, Math.random());
    failures += 1;
    handlers.onPhase('waiting', Date.now() + waitMs);
    timer = window.setTimeout(connect, waitMs);
  }

  function abandon(): void {
    clearTimeout(timer);
    const abandoned = socket;
    socket = null;
    abandoned?.close();
  }

  connect();
  return {
    restart: () => {
      abandon();
      connect();
    },
    close: abandon,
  };
}

function readMessage(data: string): ServerMessage | null {
  try {
    return serverMessageSchema.parse(JSON.parse(data));
  } catch {
    return null;
  }
}

import type { ApiError, ServerMessage } from '@vitrine/contracts';
import { lastHour } from '../hour/minute-series.js';
import type { Action } from '../store/state.js';
import { openLive } from './live-socket.js';
import type { Repeated } from './repeat.js';
import type { RestClient } from './rest.js';

const CAMERAS_EVERY_MS = 10_000;
const HOUR_EVERY_MS = 15_000;
const POLICY_EVERY_MS = 60_000;
/** New counts arrive with every visitor; the hour is asked for at most this often. */
const HOUR_AT_MOST_EVERY_MS = 2_000;

const UNREADABLE: ApiError = {
  code: 'contract',
  message: 'This page does not understand a message of the service.',
  remedy: 'Reload the page; page and service may be of different versions.',
};

/** Puts a question to REST again and again and hands its answers, or what went wrong, to the session. */
export type Ask = (question: () => Promise<Action>, everyMs: number) => Repeated;

export interface FeedOptions {
  readonly token: string;
  readonly rest: RestClient;
  readonly dispatch: (action: Action) => void;
  readonly ask: Ask;
  readonly askStatus: () => void;
}

export interface Feed {
  reconnect(): void;
  close(): void;
}

/** Everything but the status: cameras, the last hour and the policy by REST, and the live connection. */
export function openFeed({ token, rest, dispatch, ask, askStatus }: FeedOptions): Feed {
  let hourTimer: number | undefined;

  const cameras = ask(async () => ({ kind: 'cameras', cameras: await rest.cameras() }), CAMERAS_EVERY_MS);
  const hour = ask(async () => ({ kind: 'hour', hour: await rest.minutes(lastHour(Date.now())) }), HOUR_EVERY_MS);
  const policy = ask(async () => {
    const enabled = (await rest.attributes()).filter((attribute) => attribute.enabled);
    return { kind: 'policy', allowed: new Set(enabled.map(({ name }) => name)) };
  }, POLICY_EVERY_MS);
  const questions = [cameras, hour, policy];

  function hear(message: ServerMessage): void {
    dispatch({ kind: 'message', message, nowMs: Date.now() });
    if (message.type === 'aggregate') askHourSoon();
  }

  function askHourSoon(): void {
    hourTimer ??= window.setTimeout(() => {
      hourTimer = undefined;
      hour.now();
    }, HOUR_AT_MOST_EVERY_MS);
  }

  const live = openLive(token, {
    onPhase: (phase, retryAtMs) => {
      dispatch({ kind: 'live', phase, retryAtMs });
      // What changed while nobody listened.
      if (phase === 'open') for (const question of questions) question.now();
      // Whether the token was refused or the service is away is REST's to say.
      if (phase === 'waiting') askStatus();
    },
    onMessage: hear,
    onUnreadable: () => dispatch({ kind: 'trouble', trouble: UNREADABLE }),
  });

  return {
    reconnect: () => live.restart(),
    close: () => {
      for (const question of questions) question.stop();
      clearTimeout(hourTimer);
      live.close();
    },
  };
}

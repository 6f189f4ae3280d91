import type { ApiError } from '@vitrine/contracts';
import type { Action } from '../store/state.js';
import { openFeed, type Ask, type Feed } from './feed.js';
import { repeat } from './repeat.js';
import { restClient, RestError, type RestClient } from './rest.js';

const STATUS_EVERY_MS = 5_000;
const TICK_MS = 500;
const TOKEN_REFUSED = 401;

export interface Session {
  readonly rest: RestClient;
  close(): void;
}

/**
 * Feeds the store from REST and the live connection until it is closed. REST is asked for whole states, the live connection brings
 * what changes in between; so whatever a slow screen missed is repaired within seconds. Nothing else is asked before the first answer
 * to a status request has shown that the token is good.
 * @param onRefused called when the service does not take the token
 */
export function openSession(token: string, dispatch: (action: Action) => void, onRefused: (problem: ApiError) => void): Session {
  const rest = restClient(token);
  let feed: Feed | null = null;
  let reachable = true;
  let closed = false;

  const ask: Ask = (question, everyMs) =>
    repeat(async () => {
      try {
        const action = await question();
        if (!closed) answered(action);
      } catch (error) {
        if (!closed) failed(error);
      }
    }, everyMs);

  function answered(action: Action): void {
    dispatch(action);
    feed ??= openFeed({ token, rest, dispatch, ask, askStatus: () => status.now() });
    if (reachable) return;
    // A connection that lived through an outage may be dead without knowing it.
    reachable = true;
    dispatch({ kind: 'trouble', trouble: null });
    feed.reconnect();
  }

  function failed(error: unknown): void {
    if (!(error instanceof RestError)) throw error;
    if (error.status === TOKEN_REFUSED) return onRefused(error.problem);
    if (error.status === 0) reachable = false;
    dispatch({ kind: 'trouble', trouble: error.problem });
  }

  const status = ask(async () => ({ kind: 'status', status: await rest.status() }), STATUS_EVERY_MS);
  const tick = setInterval(() => dispatch({ kind: 'tick', nowMs: Date.now() }), TICK_MS);

  return {
    rest,
    close: () => {
      closed = true;
      clearInterval(tick);
      status.stop();
      feed?.close();
    },
  };
}

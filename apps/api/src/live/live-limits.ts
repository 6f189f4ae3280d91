import { OUTBOX_LIMITS, type OutboxLimits } from './outbox.js';

export interface LiveLimits {
  /** From connecting to a valid token. */
  readonly authMs: number;
  /** Between pings; a connection that answered none in between is dead. */
  readonly pingMs: number;
  readonly outbox: OutboxLimits;
}

export const LIVE_LIMITS = Symbol('LiveLimits');

export const DEFAULT_LIVE_LIMITS: LiveLimits = { authMs: 5_000, pingMs: 20_000, outbox: OUTBOX_LIMITS };

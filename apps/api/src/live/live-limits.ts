import { OUTBOX_LIMITS, type OutboxLimits } from './outbox.js';
import { STRANGER_LIMITS, type StrangerLimits } from './strangers.js';
import { STREAM_LOG_LIMITS, type StreamLogLimits } from './stream-log.js';

export interface LiveLimits {
  /** Connections with a token. */
  readonly maxSubscribers: number;
  /** From connecting to a valid token. */
  readonly authMs: number;
  /** Between pings; a connection that answered none in between is dead. */
  readonly pingMs: number;
  /** Between heartbeat messages, for browsers, which do not see pings. */
  readonly heartbeatMs: number;
  readonly outbox: OutboxLimits;
  readonly strangers: StrangerLimits;
  readonly log: StreamLogLimits;
  /** People before a screen below whom `audience` names no groups. */
  readonly audienceAtLeast: number;
}

/** What the gateway is told when the service is wired. */
export interface LiveOptions {
  readonly limits: LiveLimits;
  /** What a subscriber hears first about the site. */
  hello(): { version: string; siteTimeZone: string; policyVersion: number; heartbeatMs: number };
}

export const LIVE_OPTIONS = Symbol('LiveOptions');

export const DEFAULT_LIVE_LIMITS: LiveLimits = {
  maxSubscribers: 250,
  authMs: 5_000,
  pingMs: 20_000,
  heartbeatMs: 15_000,
  outbox: OUTBOX_LIMITS,
  strangers: STRANGER_LIMITS,
  log: STREAM_LOG_LIMITS,
  audienceAtLeast: 3,
};

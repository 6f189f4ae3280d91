import { clientMessageSchema, type ApiError, type ClientMessage } from '@vitrine/contracts';
import type { RawData, WebSocket } from 'ws';
import type { TokenCheck } from '../auth/token-keeper.js';
import { invalidInput } from '../http/problem.js';
import type { LiveLimits } from './live-limits.js';
import { Outbox } from './outbox.js';
import { isWanted, keyOf, NOTHING, type Subscription, type Unnumbered } from './subscription.js';

/** Close codes; those from 4000 are this service's own (docs/websocket.md). */
export const CLOSE = { goingAway: 1001, policy: 1008, tooSlow: 1013, unauthorised: 4401 } as const;

/** More messages than this in one ping interval are no subscriber's. */
const MAX_MESSAGES_PER_INTERVAL = 100;
/** A close frame cannot overtake what a slow subscriber has not read. */
const CLOSE_GRACE_MS = 2_000;

export interface LiveContext {
  readonly tokens: TokenCheck;
  readonly limits: LiveLimits;
  onSubscribed(connection: LiveConnection): void;
  onDropped(count: number): void;
  onClosed(connection: LiveConnection): void;
}

/** One subscriber: first its token, then any number of subscriptions, of which the last counts. */
export class LiveConnection {
  subscription: Subscription = NOTHING;
  readonly #outbox: Outbox;
  readonly #pingTimer: NodeJS.Timeout;
  #authTimer: NodeJS.Timeout | undefined;
  #isAuthorised = false;
  #answersPings = true;
  #messagesInInterval = 0;

  /** @param headerToken of the Authorization header; null when the token is to come as the first message */
  constructor(
    private readonly socket: WebSocket,
    private readonly context: LiveContext,
    headerToken: string | null,
  ) {
    this.#outbox = new Outbox(socket, context.limits.outbox, {
      onDropped: (count) => context.onDropped(count),
      onStuck: () => this.close(CLOSE.tooSlow, 'too slow: nothing was read for a while; connect again'),
    });
    this.#pingTimer = setInterval(() => this.#ping(), context.limits.pingMs);
    socket.on('pong', () => (this.#answersPings = true));
    socket.on('message', (data, isBinary) => this.#hear(data, isBinary));
    // Such as a message over the limit; ws closes the connection with the fitting code.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end());
    if (headerToken !== null) this.#authorise(headerToken);
    else this.#authTimer = setTimeout(() => this.close(CLOSE.unauthorised, 'no token came in time'), context.limits.authMs);
  }

  /** Sends what the subscriber asked for; anything else is not sent. */
  offer(message: Unnumbered): void {
    if (this.#isAuthorised && isWanted(message, this.subscription)) this.#outbox.post(keyOf(message), message);
  }

  close(code: number, reason: string): void {
    this.#outbox.close();
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), CLOSE_GRACE_MS).unref();
  }

  #hear(data: RawData, isBinary: boolean): void {
    this.#messagesInInterval += 1;
    if (this.#messagesInInterval > MAX_MESSAGES_PER_INTERVAL) return this.close(CLOSE.policy, 'too many messages');
    const message = isBinary ? NOT_TEXT : readMessage((data as Buffer).toString('utf8'));
    if ('code' in message) this.#refuse(message);
    else if (message.type === 'auth') this.#authorise(message.token);
    else this.#subscribe(message);
  }

  #authorise(token: string): void {
    clearTimeout(this.#authTimer);
    if (this.context.tokens.isValid(token)) this.#isAuthorised = true;
    else this.close(CLOSE.unauthorised, 'the token is not the admin token');
  }

  #subscribe({ topics, cameraIds }: Extract<ClientMessage, { type: 'subscribe' }>): void {
    if (!this.#isAuthorised) return this.close(CLOSE.unauthorised, 'the first message must be {"type":"auth","token":…}');
    this.subscription = { topics: new Set(topics), cameraIds: cameraIds ? new Set(cameraIds) : null };
    this.context.onSubscribed(this);
  }

  /** One bad message is answered and forgotten. Before the token it ends the connection: strangers get no explanations. */
  #refuse(error: ApiError): void {
    if (!this.#isAuthorised) return this.close(CLOSE.unauthorised, 'the first message must be {"type":"auth","token":…}');
    this.offer({ type: 'error', ...error, cameraId: null, atMs: Date.now() });
  }

  #ping(): void {
    this.#messagesInInterval = 0;
    if (!this.#answersPings) return this.socket.terminate();
    this.#answersPings = false;
    this.socket.ping();
  }

  #end(): void {
    clearInterval(this.#pingTimer);
    clearTimeout(this.#authTimer);
    this.#outbox.close();
    this.context.onClosed(this);
  }
}

const NOT_TEXT: ApiError = {
  code: 'malformed',
  message: 'The message is binary.',
  remedy: 'Send JSON as text.',
};

function readMessage(text: string): ClientMessage | ApiError {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { code: 'malformed', message: 'The message is not JSON.', remedy: 'Send {"type":"subscribe","topics":[…]}.' };
  }
  const parsed = clientMessageSchema.safeParse(content);
  return parsed.success ? parsed.data : invalidInput(parsed.error.issues, 422).body;
}

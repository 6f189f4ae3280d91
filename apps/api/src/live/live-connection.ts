import { CLOSE_CODES, SCOPE_BY_TOPIC, type ClientMessage } from '@vitrine/contracts';
import type { RawData, WebSocket } from 'ws';
import type { Credential } from '../auth/credential.js';
import { maySee, type Principal } from '../auth/principal.js';
import { readMessage } from './client-message.js';
import type { LiveLimits } from './live-limits.js';
import { Outbox } from './outbox.js';
import type { Entry, StreamLog } from './stream-log.js';
import { allowedTopics, isWanted, keyOf, NOTHING, type Subscription } from './subscription.js';
import { encode, type Unnumbered } from './wire.js';

/** More messages than this in one ping interval are no subscriber's. */
const MAX_MESSAGES_PER_INTERVAL = 100;
/** A close frame cannot overtake what a slow subscriber has not read. */
const CLOSE_GRACE_MS = 2_000;

export interface LiveContext {
  readonly limits: LiveLimits;
  readonly log: StreamLog;
  /** @returns null for a credential that opens nothing; a wrong one is counted against the address */
  admit(credential: Credential, address: string): Principal | null;
  /** Asked again while the connection stands: tokens are revoked and sessions run out. */
  find(credential: Credential): Principal | null;
  hello(): Unnumbered;
  isKnownCamera(cameraId: string): boolean;
  /** @returns false when there is no room for one more */
  onAuthorised(connection: LiveConnection): boolean;
  onSubscribed(connection: LiveConnection, resumed: boolean): void;
  onDropped(count: number): void;
  onClosed(connection: LiveConnection): void;
}

/** One subscriber: first who it is, then any number of subscriptions, of which the last counts. */
export class LiveConnection {
  subscription: Subscription = NOTHING;
  principal: Principal | null = null;
  readonly #outbox: Outbox;
  readonly #pingTimer: NodeJS.Timeout;
  #authTimer: NodeJS.Timeout | undefined;
  #credential: Credential | null = null;
  #answersPings = true;
  #messagesInInterval = 0;

  /** @param credential of the request's headers; null when a token is to come as the first message */
  constructor(
    private readonly socket: WebSocket,
    private readonly context: LiveContext,
    readonly address: string,
    credential: Credential | null,
  ) {
    this.#outbox = new Outbox(socket, context.limits.outbox, {
      onDropped: (count) => context.onDropped(count),
      onStuck: () => this.close(CLOSE_CODES.tooSlow, 'too slow: nothing was read for a while; connect again'),
    });
    this.#pingTimer = setInterval(() => this.#ping(), context.limits.pingMs);
    socket.on('pong', () => (this.#answersPings = true));
    socket.on('message', (data, isBinary) => this.#hear(data, isBinary));
    // Such as a message over the limit; ws closes the connection with the fitting code.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end());
    if (credential !== null) this.#authorise(credential);
    else this.#authTimer = setTimeout(() => this.close(CLOSE_CODES.unauthorised, 'no token came in time'), context.limits.authMs);
  }

  /** Sends what the subscriber asked for; anything else is not sent. */
  offer({ message, body }: Pick<Entry, 'message' | 'body'>): void {
    if (this.principal && isWanted(message, this.subscription, this.principal)) this.#outbox.post(keyOf(message), body);
  }

  /** For messages that are this connection's alone. */
  tell(message: Unnumbered): void {
    this.offer({ message, body: encode(message, this.context.log.cursor) });
  }

  /** Somebody's rights changed: whoever may nothing any more goes, whoever may less hears less. */
  recheck(): void {
    if (!this.principal || !this.#credential) return;
    const principal = this.context.find(this.#credential);
    if (!principal) return this.close(CLOSE_CODES.revoked, 'the token or session was revoked or ran out; log in anew');
    this.principal = principal;
    const topics = allowedTopics([...this.subscription.topics], principal);
    if (topics.length === this.subscription.topics.size) return;
    this.#subscribe({ topics: [...this.subscription.topics], cameraIds: this.subscription.cameraIds });
  }

  close(code: number, reason: string): void {
    this.#outbox.close();
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), CLOSE_GRACE_MS).unref();
  }

  #hear(data: RawData, isBinary: boolean): void {
    this.#messagesInInterval += 1;
    if (this.#messagesInInterval > MAX_MESSAGES_PER_INTERVAL) return this.close(CLOSE_CODES.tooManyMessages, 'too many messages');
    const message = readMessage(data as Buffer, isBinary);
    if ('code' in message) this.#refuse(() => this.tell({ type: 'error', ...message, cameraId: null, atMs: Date.now() }));
    else if (message.type === 'auth') this.#authorise({ kind: 'bearer', token: message.token });
    else this.#refuse(() => this.#onSubscribe(message));
  }

  /** Before the token anything but a token ends the connection: strangers get no explanations. */
  #refuse(otherwise: () => void): void {
    if (this.principal) otherwise();
    else this.close(CLOSE_CODES.unauthorised, 'the first message must be {"type":"auth","token":…}');
  }

  #authorise(credential: Credential): void {
    clearTimeout(this.#authTimer);
    const principal = this.context.admit(credential, this.address);
    if (!principal) return this.close(CLOSE_CODES.unauthorised, 'the token is wrong, over or revoked');
    this.#credential = credential;
    this.principal = principal;
    if (!this.context.onAuthorised(this)) return this.close(CLOSE_CODES.tooSlow, 'too many subscribers; try again later');
    this.tell(this.context.hello());
  }

  #onSubscribe({ topics, cameraIds, after }: Extract<ClientMessage, { type: 'subscribe' }>): void {
    const missed = after === undefined ? null : this.context.log.since(after);
    this.#subscribe({ topics, cameraIds: cameraIds ? new Set(cameraIds) : null }, after === undefined ? null : missed !== null);
    for (const { n, message, body } of missed ?? []) {
      // Nothing of what was missed replaces anything else of it: the subscriber is to see it all.
      if (isWanted(message, this.subscription, this.principal!)) this.#outbox.post(`missed/${n}`, body);
    }
    this.context.onSubscribed(this, missed !== null);
  }

  #subscribe(
    { topics, cameraIds }: { topics: Iterable<keyof typeof SCOPE_BY_TOPIC>; cameraIds: ReadonlySet<string> | null },
    resumed: boolean | null = null,
  ): void {
    const principal = this.principal!;
    const asked = [...new Set(topics)];
    const allowed = allowedTopics(asked, principal);
    this.subscription = { topics: new Set(allowed), cameraIds };
    const isThere = (id: string) => maySee(principal, id) && this.context.isKnownCamera(id);
    const ids = cameraIds === null ? principal.cameraIds && [...principal.cameraIds] : [...cameraIds];
    this.tell({
      type: 'subscribed',
      topics: allowed,
      refused: asked.filter((topic) => !allowed.includes(topic)).map((topic) => ({ topic, needs: SCOPE_BY_TOPIC[topic] })),
      cameraIds: ids && ids.filter(isThere),
      unknownCameraIds: cameraIds === null ? [] : [...cameraIds].filter((id) => !isThere(id)),
      resumed,
      cameraId: null,
      atMs: Date.now(),
    });
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

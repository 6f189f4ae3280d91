import { Inject, Injectable } from '@nestjs/common';
import { CLOSE_CODES, type CameraStatus, type ServiceStatus, type VisitUpdate } from '@vitrine/contracts';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Audit } from '../audit/audit.js';
import { CameraBoard } from '../cameras/camera-board.js';
import { Fleet } from '../fleet/fleet.js';
import { AudienceBoard } from './audience.js';
import { LiveConnection, type LiveContext } from './live-connection.js';
import { LiveDoor, refuse } from './live-door.js';
import { LIVE_OPTIONS, type LiveOptions } from './live-limits.js';
import { answerWithoutUpgrade } from './other-upgrades.js';
import { RunningHours } from './running-hour.js';
import { Strangers } from './strangers.js';
import { StreamLog, type Entry } from './stream-log.js';
import { watchedCameraIds } from './subscription.js';
import { encode, type Unnumbered } from './wire.js';

const MAX_MESSAGE_BYTES = 16 * 1024;
const AUDIENCE_EVERY_MS = 1_000;
const HOUR_EVERY_MS = 5_000;

/** The live side of the api: hands on what happens to whoever asked for it. */
@Injectable()
export class LiveGateway {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    // Whoever says a hundred things at once lets others have their turn in between.
    allowSynchronousEvents: false,
  });
  readonly #subscribers = new Set<LiveConnection>();
  readonly #strangers: Strangers;
  readonly #log: StreamLog;
  readonly #audience: AudienceBoard;
  readonly #hours = new RunningHours();
  readonly #context: LiveContext;
  readonly #timers: NodeJS.Timeout[] = [];
  #droppedMessages = 0;
  #watched: readonly string[] = [];
  #tap: (message: Unnumbered) => void = () => undefined;

  constructor(
    @Inject(LiveDoor) private readonly door: LiveDoor,
    @Inject(CameraBoard) private readonly board: CameraBoard,
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(LIVE_OPTIONS) private readonly options: LiveOptions,
  ) {
    const { limits } = options;
    this.#strangers = new Strangers(limits.strangers);
    this.#log = new StreamLog(limits.log);
    this.#audience = new AudienceBoard(limits.audienceAtLeast);
    this.#context = this.#contextOfConnections();
  }

  get subscribers(): ServiceStatus['subscribers'] {
    return {
      connected: this.#subscribers.size,
      strangers: this.#strangers.size,
      droppedMessages: this.#droppedMessages,
    };
  }

  attach(http: Server): void {
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') return answerWithoutUpgrade(http, request, socket);
      const visitor = this.door.look(request, socket);
      if (!visitor) return;
      if (visitor.credential && this.#isFull()) return void refuse(socket, '503 Service Unavailable', 'Too many subscribers.');
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = new LiveConnection(webSocket, this.#context, visitor.address, visitor.credential);
        if (connection.principal || visitor.credential) return;
        this.#strangers.add(connection, visitor.address)?.close(CLOSE_CODES.unauthorised, 'no token came, and others wait');
      });
    });
    this.door.onChanges(() => this.#recheck());
    const { heartbeatMs } = this.options.limits;
    this.#timers.push(
      setInterval(() => this.#beat(), heartbeatMs),
      setInterval(() => this.#lookAtAudiences(), AUDIENCE_EVERY_MS),
      setInterval(() => this.#tellHours(), HOUR_EVERY_MS),
    );
  }

  /** @param listener hears everything that is published, as if it were a subscriber of all */
  tap(listener: (message: Unnumbered) => void): void {
    this.#tap = listener;
  }

  publish(message: Unnumbered): void {
    this.#hand(this.#log.append(message));
    this.#tap(message);
  }

  publishVisit(visit: VisitUpdate): void {
    this.#audience.observe(visit);
    this.#hours.observe(visit);
    this.publish({ type: 'visit', ...visit });
  }

  publishCamera(status: CameraStatus): void {
    const name = this.board.spec(status.cameraId)?.name;
    if (name !== undefined) this.publish({ type: 'camera', ...status, name });
  }

  publishRemoval(cameraId: string): void {
    this.#audience.remove(cameraId);
    this.#hours.remove(cameraId);
    this.publish({ type: 'camera-removed', cameraId, atMs: Date.now() });
  }

  /** Tells the worker for which cameras somebody wants previews, when that changed. */
  refreshDemand(): void {
    const allIds = this.board.specs.map(({ id }) => id);
    const wanted = watchedCameraIds(this.#subscribers, allIds).toSorted();
    if (wanted.join() === this.#watched.join()) return;
    this.#watched = wanted;
    this.fleet.want({ watchedCameraIds: wanted });
  }

  /** Says goodbye to everybody. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const connection of [...this.#subscribers, ...this.#strangers.values()])
      connection.close(CLOSE_CODES.goingAway, 'the service is stopping');
    this.#server.close();
  }

  #contextOfConnections(): LiveContext {
    return {
      limits: this.options.limits,
      log: this.#log,
      admit: (credential, address) => this.door.admit(credential, address),
      find: (credential) => this.door.find(credential),
      hello: () => ({ type: 'hello', ...this.options.hello(), cameraId: null, atMs: Date.now() }),
      isKnownCamera: (id) => this.board.spec(id) !== undefined,
      onAuthorised: (connection) => {
        this.#strangers.delete(connection);
        if (this.#isFull()) return false;
        this.#subscribers.add(connection);
        return true;
      },
      onSubscribed: (connection, resumed) => this.#welcome(connection, resumed),
      onDropped: (count) => (this.#droppedMessages += count),
      onClosed: (connection) => {
        this.#strangers.delete(connection);
        this.#subscribers.delete(connection);
        this.refreshDemand();
      },
    };
  }

  /** A new subscriber sees at once how things stand; one that goes on knows already. */
  #welcome(connection: LiveConnection, resumed: boolean): void {
    const atMs = Date.now();
    if (!resumed) {
      for (const status of this.board.statuses())
        connection.tell({ type: 'camera', ...status, name: this.board.spec(status.cameraId)!.name });
      for (const { id } of this.board.specs) connection.tell({ type: 'hour', ...this.#hours.of(id, atMs) });
    }
    this.refreshDemand();
    if (!connection.subscription.topics.has('preview')) return;
    const { principal, address, subscription } = connection;
    const after = { cameraIds: subscription.cameraIds && [...subscription.cameraIds] };
    this.audit.note({ action: 'preview.open', who: principal!, address, subject: 'preview', after });
  }

  #hand(entry: Entry): void {
    for (const connection of this.#subscribers) connection.offer(entry);
  }

  #isFull(): boolean {
    return this.#subscribers.size >= this.options.limits.maxSubscribers;
  }

  #recheck(): void {
    for (const connection of this.#subscribers) connection.recheck();
    this.refreshDemand();
  }

  /** Also the moment to see whose session ran out meanwhile. */
  #beat(): void {
    this.#recheck();
    const message: Unnumbered = { type: 'heartbeat', cameraId: null, atMs: Date.now() };
    const body = encode(message, this.#log.cursor);
    for (const connection of this.#subscribers) connection.offer({ message, body });
  }

  #lookAtAudiences(): void {
    for (const audience of this.#audience.look(Date.now())) this.publish({ type: 'audience', ...audience });
  }

  #tellHours(): void {
    const atMs = Date.now();
    for (const id of this.#hours.takeChanged()) this.publish({ type: 'hour', ...this.#hours.of(id, atMs) });
  }
}

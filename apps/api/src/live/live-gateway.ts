import { Inject, Injectable } from '@nestjs/common';
import type { CameraStatus, ServiceStatus, TrackUpdate } from '@vitrine/contracts';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AggregateWriter } from '../aggregates/aggregate-writer.js';
import { bearerToken, TokenCheck } from '../auth/token-keeper.js';
import { CameraBoard } from '../cameras/camera-board.js';
import { WorkerSupervisor } from '../worker/worker-supervisor.js';
import { CLOSE, LiveConnection, type LiveContext } from './live-connection.js';
import { LIVE_LIMITS, type LiveLimits } from './live-limits.js';
import { watchedCameraIds, type Unnumbered } from './subscription.js';

const PATH = '/ws/v1';
const MAX_CONNECTIONS = 200;
const MAX_MESSAGE_BYTES = 16 * 1024;

/** The live side of the api: hands on what happens to whoever asked for it. */
@Injectable()
export class LiveGateway {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  readonly #connections = new Set<LiveConnection>();
  readonly #context: LiveContext;
  #droppedMessages = 0;
  #watched: readonly string[] = [];

  constructor(
    @Inject(TokenCheck) tokens: TokenCheck,
    @Inject(CameraBoard) private readonly board: CameraBoard,
    @Inject(AggregateWriter) private readonly aggregates: AggregateWriter,
    @Inject(WorkerSupervisor) private readonly worker: WorkerSupervisor,
    @Inject(LIVE_LIMITS) limits: LiveLimits,
  ) {
    this.#context = {
      tokens,
      limits,
      onSubscribed: (connection) => this.#welcome(connection),
      onDropped: (count) => (this.#droppedMessages += count),
      onClosed: (connection) => {
        this.#connections.delete(connection);
        this.refreshDemand();
      },
    };
  }

  get subscribers(): ServiceStatus['subscribers'] {
    return { connected: this.#connections.size, droppedMessages: this.#droppedMessages };
  }

  attach(http: Server): void {
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const refusal = this.#refusalOf(request);
      if (refusal !== null) return refuse(socket, refusal);
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        this.#connections.add(new LiveConnection(webSocket, this.#context, bearerToken(request.headers.authorization)));
      });
    });
  }

  publish(message: Unnumbered): void {
    for (const connection of this.#connections) connection.offer(message);
  }

  publishTrack(track: TrackUpdate): void {
    this.publish({ type: 'track', ...track });
  }

  publishCamera(status: CameraStatus): void {
    const name = this.board.spec(status.cameraId)?.name;
    if (name !== undefined) this.publish({ type: 'camera', ...status, name });
  }

  /** Tells the worker for which cameras somebody wants previews, when that changed. */
  refreshDemand(): void {
    const subscriptions = [...this.#connections].map(({ subscription }) => subscription);
    const allIds = this.board.specs.map(({ id }) => id);
    const wanted = watchedCameraIds(subscriptions, allIds).toSorted();
    if (wanted.join() === this.#watched.join()) return;
    this.#watched = wanted;
    this.worker.want({ kind: 'preview', cameraIds: wanted });
  }

  /** Says goodbye to everybody. */
  close(): void {
    for (const connection of this.#connections) connection.close(CLOSE.goingAway, 'the service is stopping');
    this.#server.close();
  }

  /** A new subscriber sees at once how things stand. */
  #welcome(connection: LiveConnection): void {
    for (const status of this.board.statuses()) {
      connection.offer({ type: 'camera', ...status, name: this.board.spec(status.cameraId)!.name });
    }
    for (const minute of this.aggregates.latestMinutes()) connection.offer({ type: 'aggregate', ...minute, atMs: Date.now() });
    this.refreshDemand();
  }

  #refusalOf({ url, headers }: IncomingMessage): string | null {
    if (url?.split('?')[0] !== PATH) return '404 Not Found';
    if (!isSameOrigin(headers.origin, headers.host)) return '403 Forbidden';
    if (this.#connections.size >= MAX_CONNECTIONS) return '503 Service Unavailable';
    return null;
  }
}

/** Browsers say where a page comes from; programs say nothing. A page of another site has no business here, token or not. */
function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

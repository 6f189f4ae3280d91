import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { challenge, isAuthorised, type Credentials } from './authentication.js';
import { RequestReader, type RtspRequest } from './request.js';
import { openTransport, type RtpTransport } from './transport.js';

const SDP = [
  'v=0',
  'o=- 0 0 IN IP4 127.0.0.1',
  's=Camera',
  't=0 0',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=control:track1',
  '',
].join('\r\n');
/** As ONVIF cameras send along what they see. */
const DATA_TRACK = ['m=application 0 RTP/AVP 107', 'a=rtpmap:107 vnd.onvif.metadata/90000', 'a=control:track2', ''].join('\r\n');

/** `404 Not Found`, with headers or without; null to answer as a good camera does. */
export type Misbehaviour = (request: RtspRequest, connection: number) => { status: string; headers?: string[] } | null;

export interface SessionOptions {
  readonly credentials?: Credentials;
  readonly misbehave?: Misbehaviour;
  readonly hasDataTrack?: boolean;
}

/** One client's connection, from OPTIONS to the end of the stream. */
export class RtspSession {
  readonly #nonce = randomBytes(8).toString('hex');
  readonly #reader = new RequestReader();
  #transport: RtpTransport | null = null;
  #playing = false;
  /** Requests are answered one after another. */
  #answered: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Socket,
    private readonly number: number,
    private readonly options: SessionOptions,
  ) {
    connection.on('error', () => connection.destroy());
    connection.on('close', () => this.#transport?.close());
    connection.on('data', (chunk) => this.#receive(chunk));
  }

  /** A packet of the film; dropped unless the client plays. */
  send(packet: Buffer): void {
    if (this.#playing && !this.connection.destroyed) this.#transport?.send(packet);
  }

  close(): void {
    this.connection.destroy();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const request of this.#reader.read(chunk)) {
        this.#answered = this.#answered.then(() => this.#answer(request)).catch(() => this.close());
      }
    } catch {
      this.close();
    }
  }

  async #answer(request: RtspRequest): Promise<void> {
    const { credentials, misbehave } = this.options;
    const wrong = misbehave?.(request, this.number);
    if (wrong) return this.#respond(request, wrong.status, wrong.headers ?? []);
    if (request.method !== 'OPTIONS' && credentials && !isAuthorised(request, credentials, this.#nonce)) {
      return this.#respond(request, '401 Unauthorized', [`WWW-Authenticate: ${challenge(credentials, this.#nonce)}`]);
    }
    switch (request.method) {
      case 'OPTIONS':
        return this.#respond(request, '200 OK', ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN']);
      case 'DESCRIBE':
        return this.#describe(request);
      case 'SETUP':
        this.#transport?.close();
        this.#transport = await openTransport(request.headers.get('transport') ?? '', this.connection);
        if (!this.#transport) return this.#respond(request, '461 Unsupported Transport', []);
        return this.#respond(request, '200 OK', ['Session: 1;timeout=60', `Transport: ${this.#transport.header}`]);
      case 'PLAY':
        this.#respond(request, '200 OK', ['Session: 1']);
        this.#playing = true;
        return;
      default:
        return this.#respond(request, '200 OK', ['Session: 1']);
    }
  }

  #describe(request: RtspRequest): void {
    const description = this.options.hasDataTrack ? SDP + DATA_TRACK : SDP;
    const headers = ['Content-Type: application/sdp', `Content-Length: ${description.length}`];
    this.#respond(request, '200 OK', headers, description);
  }

  #respond(request: RtspRequest, status: string, headers: readonly string[], body = ''): void {
    const sequence = request.headers.get('cseq') ?? '0';
    this.connection.write([`RTSP/1.0 ${status}`, `CSeq: ${sequence}`, ...headers, '', body].join('\r\n'));
  }
}

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
    private readonly credentials: Credentials | null,
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
    if (request.method !== 'OPTIONS' && this.credentials && !isAuthorised(request, this.credentials, this.#nonce)) {
      this.#respond(request, '401 Unauthorized', [`WWW-Authenticate: ${challenge(this.credentials, this.#nonce)}`]);
      return;
    }
    switch (request.method) {
      case 'OPTIONS':
        return this.#respond(request, '200 OK', ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN']);
      case 'DESCRIBE':
        return this.#respond(request, '200 OK', ['Content-Type: application/sdp', `Content-Length: ${SDP.length}`], SDP);
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

  #respond(request: RtspRequest, status: string, headers: readonly string[], body = ''): void {
    const sequence = request.headers.get('cseq') ?? '0';
    this.connection.write([`RTSP/1.0 ${status}`, `CSeq: ${sequence}`, ...headers, '', body].join('\r\n'));
  }
}

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { playFilm, type FilmPackets } from './film-packets.js';

export interface RtspCameraOptions {
  /** An H.264 film; played over and over. */
  readonly file: string;
  /** A free port when absent. */
  readonly port?: number;
  /** With a password, clients must authenticate (basic). */
  readonly user?: string;
  readonly password?: string;
}

/** A simulated camera: RTSP 1.0 (RFC 2326) with RTP interleaved in the TCP connection. */
export interface RtspCamera {
  /** With credentials, where there are any. */
  readonly url: string;
  /** Keeps connections and sends no more frames. */
  stall(): void;
  resume(): void;
  close(): Promise<void>;
}

const CHANNEL_RTP = 0;
/** A client that does not read is left behind by this much, then loses packets. */
const MAX_UNSENT_BYTES = 4_000_000;

/** @throws Error when the port is taken */
export async function startRtspCamera(options: RtspCameraOptions): Promise<RtspCamera> {
  const players = new Set<Socket>();
  const connections = new Set<Socket>();
  let stalled = false;
  const film = await playFilm(options.file, (packet) => {
    if (!stalled) for (const player of players) sendInterleaved(player, packet);
  });
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      connections.delete(socket);
      players.delete(socket);
    });
    serve(socket, options, () => players.add(socket));
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: urlOf(server, options),
    stall: () => (stalled = true),
    resume: () => (stalled = false),
    close: () => closeAll(server, connections, film),
  };
}

function urlOf(server: Server, { user, password }: RtspCameraOptions): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const credentials = password ? `${encodeURIComponent(user ?? '')}:${encodeURIComponent(password)}@` : '';
  return `rtsp://${credentials}127.0.0.1:${address.port}/stream`;
}

async function closeAll(server: Server, connections: ReadonlySet<Socket>, film: FilmPackets): Promise<void> {
  for (const socket of connections) socket.destroy();
  if (server.listening) {
    server.close();
    await once(server, 'close');
    await film.close();
  }
}

function serve(socket: Socket, options: RtspCameraOptions, onPlay: () => void): void {
  let received = '';
  socket.on('data', (chunk) => {
    // Interleaved RTCP of the client begins with `$` and is of no interest to a camera that never adapts.
    received = (received + chunk.toString('latin1')).replace(/^(?:\$[^\r\n]*)+(?=[A-Z]+ )/s, '').slice(-16_384);
    for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
      const request = received.slice(0, end);
      received = received.slice(end + 4);
      socket.write(answer(request, options));
      if (/(^|\n|[^A-Z])PLAY rtsp/.test(request) && isAuthorised(request, options)) onPlay();
    }
  });
}

function answer(request: string, options: RtspCameraOptions): string {
  const method = /([A-Z_]+) \S+ RTSP\/1\.0/.exec(request)?.[1] ?? '';
  if (method !== 'OPTIONS' && !isAuthorised(request, options)) {
    return response(request, '401 Unauthorized', ['WWW-Authenticate: Basic realm="camera"']);
  }
  switch (method) {
    case 'OPTIONS':
      return response(request, '200 OK', ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN']);
    case 'DESCRIBE':
      return response(request, '200 OK', ['Content-Type: application/sdp', `Content-Length: ${SDP.length}`], SDP);
    case 'SETUP':
      if (!request.includes('RTP/AVP/TCP')) return response(request, '461 Unsupported Transport', []);
      return response(request, '200 OK', [
        'Session: 1',
        `Transport: RTP/AVP/TCP;unicast;interleaved=${CHANNEL_RTP}-${CHANNEL_RTP + 1}`,
      ]);
    default:
      return response(request, '200 OK', ['Session: 1']);
  }
}

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

function response(request: string, status: string, headers: readonly string[], body = ''): string {
  const sequence = /CSeq: *(\d+)/i.exec(request)?.[1] ?? '0';
  return [`RTSP/1.0 ${status}`, `CSeq: ${sequence}`, ...headers, '', body].join('\r\n');
}

function isAuthorised(request: string, { user, password }: RtspCameraOptions): boolean {
  if (!password) return true;
  const expected = Buffer.from(`${user ?? ''}:${password}`).toString('base64');
  return request.includes(`Authorization: Basic ${expected}`);
}

/** RFC 2326 §10.12: `$`, channel, length, packet. */
function sendInterleaved(socket: Socket, packet: Buffer): void {
  if (socket.writableLength > MAX_UNSENT_BYTES) return;
  const header = Buffer.from([0x24, CHANNEL_RTP, packet.length >> 8, packet.length & 0xff]);
  socket.write(Buffer.concat([header, packet]));
}

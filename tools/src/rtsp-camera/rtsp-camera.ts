import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Credentials } from './authentication.js';
import { playFilm } from './film-packets.js';
import { RtspSession, type Misbehaviour } from './session.js';

export interface RtspCameraOptions {
  /** A film; played over and over. */
  readonly file: string;
  /** A free port when absent. */
  readonly port?: number;
  /** Who may watch; everybody when absent. */
  readonly credentials?: Credentials;
  /** Says of a request, and of which connection (from 1), what is answered in place of what a good camera answers. */
  readonly misbehave?: Misbehaviour;
  /** Frames from one key frame to the next; 25 when absent. */
  readonly keyFrameEvery?: number;
  /** Changes an RTP packet of the film before it is sent, in place. */
  readonly alter?: (packet: Buffer) => void;
  /** A second track of data in the description. */
  readonly hasDataTrack?: boolean;
}

/** A simulated camera on loopback: RTSP 1.0 (RFC 2326), RTP interleaved in the TCP connection or by UDP, as the client asks. */
export interface RtspCamera {
  /** With credentials, where there are any. */
  readonly url: string;
  /** Connections that were made so far. */
  readonly connections: number;
  /** Ends every connection, and takes new ones. */
  hangUp(): void;
  /** Keeps connections and sends no more frames. */
  stall(): void;
  resume(): void;
  close(): Promise<void>;
}

/** @throws Error when the port is taken */
export async function startRtspCamera({
  file,
  port,
  keyFrameEvery = 25,
  alter = () => undefined,
  ...options
}: RtspCameraOptions): Promise<RtspCamera> {
  const sessions = new Set<RtspSession>();
  let stalled = false;
  let connections = 0;
  const server = createServer((connection) => {
    connections += 1;
    const session = new RtspSession(connection, connections, options);
    sessions.add(session);
    connection.on('close', () => sessions.delete(session));
  });
  server.listen(port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const film = await playFilm(file, keyFrameEvery, (packet) => {
    if (stalled) return;
    alter(packet);
    for (const session of sessions) session.send(packet);
  });
  return {
    url: urlOf(server, options.credentials),
    get connections() {
      return connections;
    },
    hangUp: () => sessions.forEach((session) => session.close()),
    stall: () => (stalled = true),
    resume: () => (stalled = false),
    close: async () => {
      if (!server.listening) return;
      for (const session of sessions) session.close();
      server.close();
      await once(server, 'close');
      await film.close();
    },
  };
}

function urlOf(server: Server, credentials?: Credentials): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const { user, password } = credentials ?? {};
  const userInfo = user && password ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : '';
  return `rtsp://${userInfo}127.0.0.1:${address.port}/stream`;
}

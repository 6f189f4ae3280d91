import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';

/** How RTP packets reach one client. */
export interface RtpTransport {
  /** The `Transport` header of the answer to SETUP. */
  readonly header: string;
  send(packet: Buffer): void;
  close(): void;
}

/** A client that does not read is left behind by this much, then loses packets. */
const MAX_UNSENT_BYTES = 4_000_000;

/** @param wanted the `Transport` header of SETUP. @returns null when it is neither interleaved TCP nor unicast UDP */
export async function openTransport(wanted: string, connection: Socket): Promise<RtpTransport | null> {
  if (wanted.includes('RTP/AVP/TCP')) return interleaved(connection);
  const clientPort = /client_port=(\d+)-\d+/.exec(wanted)?.[1];
  return clientPort ? unicast(connection, Number(clientPort)) : null;
}

/** RFC 2326 §10.12: `$`, channel, length, packet. */
function interleaved(connection: Socket): RtpTransport {
  return {
    header: 'RTP/AVP/TCP;unicast;interleaved=0-1',
    send: (packet) => {
      if (connection.writableLength > MAX_UNSENT_BYTES) return;
      connection.write(Buffer.concat([Buffer.from([0x24, 0, packet.length >> 8, packet.length & 0xff]), packet]));
    },
    close: () => undefined,
  };
}

async function unicast(connection: Socket, clientPort: number): Promise<RtpTransport> {
  const socket = createSocket('udp4');
  // A client that left answers with ICMP errors, which are of no interest.
  socket.on('error', () => undefined);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const host = connection.remoteAddress ?? '127.0.0.1';
  return {
    header: `RTP/AVP;unicast;client_port=${clientPort}-${clientPort + 1};server_port=${port}-${port + 1}`,
    send: (packet) => socket.send(packet, clientPort, host),
    close: () => socket.close(),
  };
}

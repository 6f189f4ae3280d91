import { isNetworkAddress, parseCameraAddress, portOf, writeAddress, type NetworkAddress } from '@vitrine/contracts';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { dial, resolveHost } from './connect.js';
import type { NetworkRules } from './network-rules.js';
import { ReachError, unreachable } from './reach-error.js';

const MAX_REDIRECTS = 4;
const ANSWER_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 65_536;

/** Where a camera really is. */
export interface RtspTarget {
  readonly address: NetworkAddress;
  /** The IP address that was checked. */
  readonly dialled: string;
}

/**
 * Asks the camera for its description, without credentials, and follows it where it sends us, each time only to an allowed address: ffmpeg
 * would follow to any. What else the camera says is left for ffmpeg to hear.
 *
 * @throws ReachError when nobody listens, or the way leads where no camera may be
 */
export async function followRedirects(first: NetworkAddress, rules: NetworkRules, signal: AbortSignal): Promise<RtspTarget> {
  let address = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const socket = await dial(await resolveHost(address.host, rules), portOf(address), signal);
    const dialled = socket.remoteAddress ?? address.host;
    const location = await describe(socket, address).finally(() => socket.destroy());
    if (location === null) return { address, dialled };
    address = targetOf(location, address);
  }
  throw new ReachError('invalid_source', 'the camera sends us from one address to the next', 'write the last one into its URL');
}

/** @returns where the camera sends us; null when it does not */
async function describe(socket: Socket, address: NetworkAddress): Promise<string | null> {
  const stream = address.scheme === 'rtsps' ? connectTls({ socket, rejectUnauthorized: false }) : socket;
  stream.on('error', () => undefined);
  stream.write(`DESCRIBE ${writeAddress(address)} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\nUser-Agent: Vitrine\r\n\r\n`);
  const answer = await firstAnswer(stream);
  if (!/^RTSP\/1\.0 3\d\d/.test(answer)) return null;
  return /^location: *(\S+)/im.exec(answer)?.[1] ?? null;
}

/** What came until the end of the head, or until it took too long; a camera that is slow to answer is not judged here. */
async function firstAnswer(stream: Socket): Promise<string> {
  let text = '';
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    while (!text.includes('\r\n\r\n') && text.length < MAX_ANSWER_BYTES && !stream.closed) {
      const [chunk] = (await Promise.race([
        once(stream, 'data', { signal: timeout }),
        once(stream, 'close', { signal: timeout }),
      ])) as [Buffer | boolean];
      if (!Buffer.isBuffer(chunk)) break;
      text += chunk.toString('latin1');
    }
  } catch {
    return text;
  }
  return text;
}

function targetOf(location: string, from: NetworkAddress): NetworkAddress {
  try {
    const { address } = parseCameraAddress(location);
    if (isNetworkAddress(address) && address.scheme.startsWith('rtsp')) return address;
  } catch {
    throw unreachable('it sends us to an address that cannot be read');
  }
  throw new ReachError('not_allowed', 'the camera sends us to something that is no camera', `correct the URL of ${from.host}`);
}

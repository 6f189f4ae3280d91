import { portOf, type NetworkAddress } from '@vitrine/contracts';
import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import type { NetworkRules } from './network-rules.js';
import { notAllowed, unreachable } from './reach-error.js';

const CONNECT_TIMEOUT_MS = 5_000;

/** @returns the host's addresses that cameras may have. @throws ReachError when it has none, or no address at all */
export async function resolveHost(host: string, rules: NetworkRules): Promise<readonly string[]> {
  const found = isIP(host)
    ? [host]
    : await lookup(host, { all: true, verbatim: true }).then(
        (all) => all.map(({ address }) => address),
        (error: NodeJS.ErrnoException) => {
          throw unreachable(`the name of the host cannot be resolved, ${error.code ?? 'no answer'}`);
        },
      );
  const allowed = found.filter((address) => rules.allows(address));
  if (allowed.length === 0) throw notAllowed('network');
  return allowed;
}

/** Dials one address after another. @throws ReachError */
export async function dial(addresses: readonly string[], port: number, signal: AbortSignal): Promise<Socket> {
  let failure: unknown;
  for (const address of addresses) {
    try {
      return await dialOne(address, port, signal);
    } catch (error) {
      failure = error;
    }
  }
  throw unreachable((failure as NodeJS.ErrnoException | undefined)?.code ?? 'no connection');
}

/** Whether somebody listens there, before an ffmpeg is spent on it. @returns the address that answered. @throws ReachError */
export async function knock(address: NetworkAddress, rules: NetworkRules, signal: AbortSignal): Promise<string> {
  const socket = await dial(await resolveHost(address.host, rules), portOf(address), signal);
  const { remoteAddress } = socket;
  socket.destroy();
  return remoteAddress ?? address.host;
}

function dialOne(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Error('aborted'));
    const socket = connect({ host, port });
    const give = (error: Error | null) => {
      signal.removeEventListener('abort', abort);
      socket.setTimeout(0);
      socket.removeAllListeners();
      if (!error) return resolve(socket);
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error);
    };
    const abort = () => give(new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    socket.setTimeout(CONNECT_TIMEOUT_MS);
    socket.once('connect', () => give(null));
    socket.once('timeout', () => give(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    socket.once('error', give);
  });
}

import { isNetworkAddress, type CameraAddress } from '@vitrine/contracts';
import type { SourceAccess } from '../source-access.js';
import { CheckingProxy } from './checking-proxy.js';
import { knock } from './connect.js';
import { allowedFilm } from './film-path.js';
import type { ReachError } from './reach-error.js';
import { followRedirects } from './rtsp-redirect.js';

/** A source that is there and may be opened. */
export interface Reached {
  /** As ffmpeg gets it: the IP address that was checked, or the film's own path. */
  readonly address: CameraAddress;
  /** The way of everything of HTTP; null for other sources. */
  readonly proxy: CheckingProxy | null;
}

/** @param onRefused hears of connections that ffmpeg wanted later and did not get. @throws ReachError */
export async function reach(
  address: CameraAddress,
  { rules, folders, knocks }: SourceAccess,
  signal: AbortSignal,
  onRefused: (error: ReachError) => void,
): Promise<Reached> {
  if (address.scheme === 'v4l2') return { address, proxy: null };
  if (!isNetworkAddress(address)) return { address: { ...address, path: await allowedFilm(address.path, folders) }, proxy: null };
  const leave = await knocks.enter(false, signal);
  try {
    if (address.scheme === 'rtsp' || address.scheme === 'rtsps') {
      const target = await followRedirects(address, rules, signal);
      return { address: { ...target.address, host: target.dialled }, proxy: null };
    }
    await knock(address, rules, signal);
    return { address, proxy: await CheckingProxy.open(rules, onRefused) };
  } finally {
    leave?.();
  }
}

import type { CameraError, CameraErrorCode } from '@vitrine/contracts';

/** A source that is not even opened, and why. */
export class ReachError extends Error {
  override readonly name = 'ReachError';

  constructor(
    readonly code: CameraErrorCode,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }

  toCameraError(atMs: number): CameraError {
    return { code: this.code, message: this.message, remedy: this.remedy, atMs };
  }
}

const UNREACHABLE_REMEDY = 'check the address, the port, the network and the camera’s power; the service keeps trying';

export function unreachable(why: string): ReachError {
  return new ReachError('unreachable', `the camera does not answer (${why})`, UNREACHABLE_REMEDY);
}

/** The same words for everything that lies outside, so that nobody learns what is there. */
export function notAllowed(kind: 'network' | 'folder'): ReachError {
  return kind === 'network'
    ? new ReachError(
        'not_allowed',
        'the camera’s address is in no network that cameras may be in',
        'allow its network in the configuration under `cameraSources.networks`, such as 192.168.1.0/24',
      )
    : new ReachError(
        'not_allowed',
        'the film is in no folder that films may be in, or is not there',
        'put it into a folder that the configuration names under `cameraSources.folders`',
      );
}

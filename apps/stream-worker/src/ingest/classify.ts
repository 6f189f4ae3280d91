import { redactCredentials, type CameraError, type CameraErrorCode } from '@vitrine/contracts';

interface Diagnosis {
  readonly code: CameraErrorCode;
  readonly pattern: RegExp;
  readonly message: string;
  readonly remedy: string;
}

const MAX_DETAIL_CHARS = 160;

/** ffmpeg's words, most specific first. */
const DIAGNOSES: readonly Diagnosis[] = [
  {
    code: 'too_large',
    pattern: /exceeds specified max pixel count|image parameters invalid/,
    message: 'the picture is larger than 16 megapixels',
    remedy: 'choose a smaller resolution or the camera’s second stream',
  },
  {
    code: 'unauthorised',
    pattern: /\b(?:401|403) |Unauthorized|authorization failed|Server returned 40[13]/,
    message: 'the camera refused the user or the password',
    remedy: 'correct user and password; some cameras lock an account for minutes after a few wrong ones',
  },
  {
    code: 'not_found',
    pattern: /\b404 |No such file or directory|No such device|Not Found/,
    message: 'there is no stream at this path',
    remedy: 'check the path at the end of the camera’s URL against the camera’s manual',
  },
  {
    code: 'no_video',
    pattern: /matches no streams|does not contain any stream/,
    message: 'the source has no video',
    remedy: 'choose the camera’s video stream; this one carries audio or data only, or nothing yet',
  },
  {
    code: 'unsupported_codec',
    pattern: /Decoder .*not found|Unknown codec|unsupported codec|no decoder/i,
    message: 'ffmpeg cannot decode the video',
    remedy: 'set the camera to H.264 or H.265',
  },
  {
    code: 'unreachable',
    pattern:
      /Connection refused|timed out|No route|Network is unreachable|Name or service|Failed to resolve|Connection reset|Broken pipe|Input\/output error|Server returned 5|\b5\d\d [A-Z]/,
    message: 'the camera does not answer as it should',
    remedy: 'check the address, the port, the network and the camera’s power; the service keeps trying',
  },
  {
    code: 'invalid_source',
    pattern:
      /Invalid data found|Protocol not found|not on whitelist|Invalid argument|Operation not permitted|moov atom not found/,
    message: 'the source is not a video',
    remedy: 'point the URL at a video stream or a video file',
  },
];

const ENDED = {
  code: 'ended',
  message: 'the stream ended',
  remedy: 'nothing to do when the camera restarts; the service keeps trying',
} as const;

/**
 * Why ffmpeg left before it gave a picture: from its own words alone, of which the camera's address is no part.
 *
 * @param said its lines, each with the level that it gave them
 * @param input the address as ffmpeg was given it, and echoes it
 */
export function classifyStart(said: readonly string[], input: string, atMs: number): CameraError {
  const errors = ownErrors(said, input);
  const diagnosis = DIAGNOSES.find(({ pattern }) => errors.some((line) => pattern.test(line)));
  const { code, message, remedy } = diagnosis ?? ENDED;
  const detail = errors.find((line) => diagnosis?.pattern.test(line)) ?? errors.at(-1);
  return { code, message: detail ? `${message} (${shownDetail(detail)})` : message, remedy, atMs };
}

/**
 * Why a stream that gave pictures has ended. Whatever was said while it ran was survived; only what ffmpeg said last can be the reason, and
 * of that only what a camera says when it lets nobody in again.
 */
export function classifyLoss(said: readonly string[], input: string, atMs: number): CameraError {
  const last = ownErrors(said, input).slice(-2);
  const diagnosis = DIAGNOSES.find(({ code, pattern }) => code === 'too_large' && last.some((line) => pattern.test(line)));
  const { code, message, remedy } = diagnosis ?? ENDED;
  return { code, message, remedy, atMs };
}

function ownErrors(said: readonly string[], input: string): string[] {
  const errors = said.filter((line) => /^(?:\[[^\]]*\] )*\[(?:error|fatal|panic)\] /.test(line));
  // A digit of a path or a word of a file's name is not an answer.
  return errors.map((line) =>
    line
      .replaceAll(input, '')
      .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S*/gi, '')
      .replace(/^(?:\[[^\]]*\] )+:? ?/, ''),
  );
}

function shownDetail(line: string): string {
  return redactCredentials(line).slice(0, MAX_DETAIL_CHARS);
}

/** ffmpeg could not be run. */
export function startFailure(error: Error, atMs: number): CameraError {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return {
    code: 'ffmpeg_missing',
    message: isMissing
      ? 'ffmpeg is not installed'
      : `ffmpeg cannot be started (${(error as NodeJS.ErrnoException).code ?? error.name})`,
    remedy: isMissing
      ? 'install ffmpeg 5 or newer: sudo apt-get install -y --no-install-recommends ffmpeg'
      : 'free memory and processes of this machine',
    atMs,
  };
}

/** No frame for too long, though ffmpeg may still be running. */
export function stallError(silentMs: number, atMs: number): CameraError {
  const seconds = (silentMs / 1000).toFixed(1);
  return {
    code: 'stalled',
    message: `no frame for ${seconds} s`,
    remedy: 'check the camera’s load and network; the service reconnects by itself',
    atMs,
  };
}

export function filmIsOver(atMs: number): CameraError {
  return { code: 'film_over', message: 'the film has been played', remedy: 'set `loop` to play it again and again', atMs };
}

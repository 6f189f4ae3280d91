import { redactCredentials, type CameraError, type CameraErrorCode } from '@vitrine/contracts';

interface Diagnosis {
  readonly code: CameraErrorCode;
  readonly pattern: RegExp;
  readonly message: string;
  readonly remedy: string;
}

/** ffmpeg's words, most specific first. */
const DIAGNOSES: readonly Diagnosis[] = [
  {
    code: 'ffmpeg_missing',
    pattern: /Cannot find ffmpeg|ENOENT/i,
    message: 'ffmpeg is not installed',
    remedy: 'install ffmpeg 5 or newer: sudo apt-get install -y --no-install-recommends ffmpeg',
  },
  {
    code: 'unauthorised',
    pattern: /\b(401|403)\b|Unauthorized|authorization failed/i,
    message: 'the camera refused the user or the password',
    remedy: 'correct user and password in the camera’s URL (percent-encode special characters)',
  },
  {
    code: 'not_found',
    pattern: /\b404\b|No such file or directory/i,
    message: 'there is no stream at this path',
    remedy: 'check the path at the end of the camera’s URL against the camera’s manual',
  },
  {
    code: 'no_video',
    pattern: /matches no streams|does not contain any stream/i,
    message: 'the source has no video',
    remedy: 'choose the camera’s video stream; this one carries audio or data only',
  },
  {
    code: 'unsupported_codec',
    pattern: /Decoder .*not found|Unknown codec|unsupported codec|no decoder/i,
    message: 'ffmpeg cannot decode the video',
    remedy: 'set the camera to H.264 or H.265',
  },
  {
    code: 'invalid_source',
    pattern: /Invalid data found|Protocol not found|not on whitelist|Invalid argument/i,
    message: 'the source is not a video',
    remedy: 'point the URL at a video stream or a video file',
  },
  {
    code: 'unreachable',
    pattern:
      /Connection refused|timed out|No route|Network is unreachable|Name or service|Failed to resolve|Connection reset|Input\/output error/i,
    message: 'the camera does not answer',
    remedy: 'check the address, the port, the network and the camera’s power; the service keeps trying',
  },
];

const ENDED = {
  code: 'ended',
  message: 'the stream ended',
  remedy: 'nothing to do when the camera restarts; the service keeps trying',
} as const;

/** Why ffmpeg left. A live source that ends is a loss, whatever the exit status. @param stderr everything ffmpeg said; credentials are removed here */
export function classifyExit(stderr: string, atMs: number): CameraError {
  const lines = redactCredentials(stderr).trim().split('\n');
  const diagnosis = DIAGNOSES.find(({ pattern }) => pattern.test(stderr));
  const { code, message, remedy } = diagnosis ?? ENDED;
  const detail = (lines.find((line) => diagnosis?.pattern.test(line)) ?? lines.at(-1))?.slice(0, 200);
  return { code, message: detail ? `${message} (${detail})` : message, remedy, atMs };
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

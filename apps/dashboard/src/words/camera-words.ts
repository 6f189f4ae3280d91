import type { CameraErrorCode, CameraState } from '@vitrine/contracts';

export const STATE_WORDS: Record<CameraState, string> = {
  live: 'Live',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  failed: 'Failed',
  disabled: 'Off',
};

export const ERROR_WORDS: Record<CameraErrorCode, string> = {
  unreachable: 'Camera unreachable',
  stalled: 'Picture stopped',
  ended: 'Stream ended',
  unauthorised: 'Wrong user name or password',
  not_found: 'No such stream',
  no_video: 'No video in the stream',
  unsupported_codec: 'Video format not supported',
  invalid_source: 'Not a video source',
  ffmpeg_missing: 'ffmpeg is not installed',
  worker_down: 'Analysis not running',
};

/** What is going on while there is no picture and no error to explain it. */
export const WAITING_WORDS: Record<CameraState, string> = {
  live: 'Waiting for the first picture…',
  connecting: 'Opening the stream…',
  reconnecting: 'Connection lost. Trying again by itself…',
  failed: 'The camera gives no picture.',
  disabled: 'Switched off. Nothing is decoded or counted.',
};

import type { CameraErrorCode, CameraState } from '@vitrine/contracts';
import type { Tone } from '../ui/Chip.js';
import { t } from './t.js';

/** As far as this page was told: a newer service may know more states than these words do. */
const STATE_WORDS: Record<string, () => string> = {
  live: () => t('Live'),
  overloaded: () => t('Overloaded'),
  connecting: () => t('Connecting'),
  reconnecting: () => t('Reconnecting'),
  failed: () => t('Failed'),
  ended: () => t('Film is over'),
  disabled: () => t('Off'),
};

const TONES: Record<string, Tone> = {
  live: 'good',
  overloaded: 'warn',
  connecting: 'busy',
  reconnecting: 'warn',
  failed: 'bad',
  ended: 'off',
  disabled: 'off',
};

export const stateWords = (state: CameraState): string => STATE_WORDS[state]?.() ?? state;
export const stateTone = (state: CameraState): Tone => TONES[state] ?? 'off';

const ERROR_WORDS: Record<string, () => [title: string, remedy: string]> = {
  unreachable: () => [t('Camera unreachable'), t('Check that it has power and network, and that its address is right.')],
  stalled: () => [t('Picture stopped'), t('The camera keeps the line open and sends nothing. It is opened anew by itself.')],
  ended: () => [t('Stream ended'), t('The camera closed the connection. It is opened anew by itself.')],
  unauthorised: () => [t('Wrong user name or password'), t('Enter them again in the camera’s settings.')],
  not_found: () => [t('No such stream'), t('The camera answers, but not at this path. Look up the path in its manual.')],
  not_allowed: () => [
    t('Address not allowed'),
    t('This site’s configuration names the networks and folders that cameras may be in.'),
  ],
  no_video: () => [t('No video in the stream'), t('The address leads to sound or data alone. Look up the path of the video.')],
  unsupported_codec: () => [t('Video format not supported'), t('Set the camera to H.264 or H.265.')],
  invalid_source: () => [t('Not a video source'), t('The address answers with something else than video.')],
  too_large: () => [t('Picture too large'), t('Choose a smaller resolution or the camera’s second stream.')],
  overloaded: () => [
    t('Too much for this machine'),
    t(
      'Fewer frames are analysed than people need to be counted. Lower the frames a second, or give fewer cameras to this machine.',
    ),
  ],
  ffmpeg_missing: () => [t('ffmpeg is not installed'), t('Install ffmpeg on the machine that reads the cameras.')],
  film_over: () => [t('The film has been played'), t('Nothing more comes. Switch on “loop” to play it again.')],
  worker_down: () => [t('Analysis not running'), t('The process that reads the cameras is started again by itself.')],
};

/** What is wrong and what helps, in plain words. The service’s own are for codes that this page does not know. */
export function errorWords(error: { readonly code: CameraErrorCode; readonly message: string; readonly remedy: string }) {
  const [title, remedy] = ERROR_WORDS[error.code]?.() ?? [error.message, error.remedy];
  return { title, remedy };
}

export const hasTrouble = (state: CameraState): boolean => ['bad', 'warn'].includes(stateTone(state));
/** Worst first, then by name. */
const ORDER: Record<Tone, number> = { bad: 0, warn: 1, busy: 2, good: 3, off: 4 };
export function byTrouble<T extends { state: CameraState; name: string }>(cameras: readonly T[]): T[] {
  return cameras.toSorted(
    (a, b) => ORDER[stateTone(a.state)] - ORDER[stateTone(b.state)] || a.name.localeCompare(b.name, undefined, { numeric: true }),
  );
}

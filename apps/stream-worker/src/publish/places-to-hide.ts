import type { BoxXyxyPx, DetectedFace } from '@vitrine/models';
import type { TrackedFace } from '../track/index.js';

/** Who was seen this short ago and is not found now is probably still there, turned or hidden, and has moved: nobody knows where. */
const STILL_THERE_MS = 1_000;

/** What is known of people's places on one frame. */
export interface Whereabouts {
  /** Faces found on this very frame, at a low threshold. */
  readonly detected: readonly DetectedFace[];
  readonly faces: readonly TrackedFace[];
  /** Where somebody was seen last and may still be. */
  readonly lastPlaces: readonly BoxXyxyPx[];
}

/** @returns what has to be hidden, in pixels of the frame; null for all of it, when somebody who was just there is not found, as after a cut */
export function placesToHide({ detected, faces, lastPlaces }: Whereabouts): BoxXyxyPx[] | null {
  const isMissing = ({ confirmed, unseenMs }: TrackedFace) => confirmed && unseenMs > 0 && unseenMs < STILL_THERE_MS;
  if (faces.some(isMissing)) return null;
  return [...detected.map(({ box }) => box), ...lastPlaces];
}

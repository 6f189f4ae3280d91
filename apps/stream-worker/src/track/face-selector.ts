import type { WorkerConfig } from '@vitrine/contracts';
import { faceQuality, type DetectedFace, type FaceQuality } from '@vitrine/models';
import type { TrackedFace } from './face-tracker.js';

/** A face that promises this much more than the best one judged is worth a look though the answer is settled. */
const BETTER = 1.25;

/** A face of this frame that is to be looked at. */
export interface Look {
  readonly visitId: string;
  readonly face: DetectedFace;
  /** Once it is cut and its sharpness known, a face that scores no more than this is not worth the networks' time. */
  readonly scoreToBeat: number;
}

interface History {
  readonly lastLookAtMs: number;
  readonly best: FaceQuality | null;
}

export interface SelectorOptions extends Pick<WorkerConfig['tracking'], 'facesPerSecond' | 'settledLookMs'> {
  /** Whether more faces would hardly change what is known of a visit. */
  isSettled(visitId: string): boolean;
}

/**
 * Decides whose face of a frame is looked at: a visit whose answer is unsure often, one that is settled seldom, and any whose face has become
 * larger or more frontal than the best that was judged. Only judged faces settle a visit: a visitor who walks up, and is refused while
 * small, is not looked at less often when the face becomes good. Times are monotonic.
 */
export class FaceSelector {
  readonly #history = new Map<string, History>();

  constructor(private readonly options: SelectorOptions) {}

  pick(faces: readonly TrackedFace<DetectedFace>[], atMs: number): Look[] {
    return faces.flatMap(({ visitId, confirmed, seen: face }) => {
      if (!confirmed || !face) return [];
      const scoreToBeat = this.#scoreToBeat(visitId, face, atMs);
      if (scoreToBeat === null) return [];
      this.#history.set(visitId, { best: this.#history.get(visitId)?.best ?? null, lastLookAtMs: atMs });
      return [{ visitId, face, scoreToBeat }];
    });
  }

  /** A face of the visit was judged by the networks. */
  judged(visitId: string, quality: FaceQuality): void {
    const history = this.#history.get(visitId);
    if (history && quality.score > (history.best?.score ?? 0)) this.#history.set(visitId, { ...history, best: quality });
  }

  forget(visitId: string): void {
    this.#history.delete(visitId);
  }

  /** @returns null when it is not to be looked at now */
  #scoreToBeat(visitId: string, face: DetectedFace, atMs: number): number | null {
    const { lastLookAtMs, best } = this.#history.get(visitId) ?? { lastLookAtMs: -Infinity, best: null };
    const sinceMs = atMs - lastLookAtMs;
    if (sinceMs < 1000 / this.options.facesPerSecond) return null;
    if (!best || !this.options.isSettled(visitId) || sinceMs >= this.options.settledLookMs) return 0;
    const promised = faceQuality(face.box, face.points, best.sharpness).score;
    return promised > BETTER * best.score ? best.score : null;
  }
}

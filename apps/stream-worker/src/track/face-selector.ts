import type { TrackedFace } from './face-tracker.js';

/** Faces after which a visit is known well enough to be looked at four times less often. */
const WELL_KNOWN_FACES = 12;

/** Decides whose crop of this frame goes on to the networks: at most `facesPerSecond` a visit, a quarter of that once it is well known. */
export class FaceSelector {
  readonly #history = new Map<string, { faces: number; lastAtMs: number }>();

  constructor(private readonly facesPerSecond: number) {}

  pick(faces: readonly TrackedFace[], atMs: number): TrackedFace[] {
    return faces.filter(({ trackId, confirmed, detected }) => confirmed && detected && this.#isDue(trackId, atMs));
  }

  forget(trackId: string): void {
    this.#history.delete(trackId);
  }

  #isDue(trackId: string, atMs: number): boolean {
    const { faces, lastAtMs } = this.#history.get(trackId) ?? { faces: 0, lastAtMs: -Infinity };
    const intervalMs = (1000 / this.facesPerSecond) * (faces < WELL_KNOWN_FACES ? 1 : 4);
    // A clock that was set back would otherwise silence a visit until it catches up.
    if (atMs >= lastAtMs && atMs - lastAtMs < intervalMs) return false;
    this.#history.set(trackId, { faces: faces + 1, lastAtMs: atMs });
    return true;
  }
}

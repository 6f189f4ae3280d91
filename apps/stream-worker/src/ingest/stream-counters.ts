import type { SourceStats } from '@vitrine/contracts';
import type { PlanarImage } from '@vitrine/models';

const FPS_WINDOW_MS = 5_000;

/** Counts what becomes of a camera's pictures. */
export class StreamCounters {
  readonly #stats = {
    widthPx: 0,
    heightPx: 0,
    decodedFrames: 0,
    analysedFrames: 0,
    droppedFrames: 0,
    frameAgeMs: 0,
    reconnects: 0,
  };
  /** On the monotonic clock. */
  #takenAtMs: number[] = [];

  /** @returns the picture's index */
  decoded({ widthPx, heightPx }: PlanarImage): number {
    Object.assign(this.#stats, { widthPx, heightPx });
    this.#stats.decodedFrames += 1;
    return this.#stats.decodedFrames - 1;
  }

  dropped(): void {
    this.#stats.droppedFrames += 1;
  }

  taken(): void {
    this.#stats.analysedFrames += 1;
    this.#takenAtMs.push(performance.now());
    if (this.#takenAtMs.length > 1_000) this.#forgetOld();
  }

  /** The analysis of the frame that arrived then has ended. */
  finished(arrivedAtMs: number): void {
    this.#stats.frameAgeMs = Math.max(0, performance.now() - arrivedAtMs);
  }

  lost(): void {
    this.#stats.reconnects += 1;
  }

  read(): SourceStats {
    this.#forgetOld();
    return { ...this.#stats, measuredFps: this.#takenAtMs.length / (FPS_WINDOW_MS / 1000) };
  }

  #forgetOld(): void {
    const fromMs = performance.now() - FPS_WINDOW_MS;
    this.#takenAtMs = this.#takenAtMs.filter((atMs) => atMs > fromMs);
  }
}

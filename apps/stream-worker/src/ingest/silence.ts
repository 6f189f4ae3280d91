import type { WorkerConfig } from '@vitrine/contracts';

const TICK_MS = 250;
/** A tick that comes later than this was held up by this process or a sleeping machine, and so were the frames. */
const LATE_MS = 1_000;
/** Frames that are rare by wish may be missed twice. */
const MISSED_FRAMES = 3;
/** Segments of HLS are up to ten seconds long, and one may be late. */
const LUMPS_MS = 25_000;

/** How long nothing came, while this process was listening. */
export class Silence {
  readonly #toleratedMs: number;
  #sinceMs = performance.now();
  #tickedAtMs = performance.now();
  #isBroken = false;

  constructor(
    private readonly config: Pick<WorkerConfig['ingest'], 'stallMs' | 'connectMs'>,
    rhythm: number | 'lumps',
  ) {
    this.#toleratedMs = Math.max(config.stallMs, rhythm === 'lumps' ? LUMPS_MS : (MISSED_FRAMES * 1000) / rhythm);
  }

  /** Something came. */
  broken(): void {
    this.#sinceMs = performance.now();
    this.#isBroken = true;
  }

  /** @param onTooLong called once, with the silence in ms. @returns what ends the watch */
  watch(onTooLong: (silentMs: number) => void): () => void {
    const timer = setInterval(() => {
      const nowMs = performance.now();
      const lateMs = nowMs - this.#tickedAtMs - TICK_MS;
      this.#tickedAtMs = nowMs;
      if (lateMs > LATE_MS) this.#sinceMs = Math.max(this.#sinceMs, Math.min(nowMs, this.#sinceMs + lateMs));
      const silentMs = nowMs - this.#sinceMs;
      if (silentMs < (this.#isBroken ? this.#toleratedMs : this.config.connectMs)) return;
      clearInterval(timer);
      onTooLong(silentMs);
    }, TICK_MS);
    return () => clearInterval(timer);
  }
}

import type { StageTime } from '@vitrine/contracts';

/** Durations kept of each stage, the newest: some tens of seconds of a busy worker. */
const KEPT = 512;

/** A window of durations and its quantiles, ms. */
export class Durations {
  count = 0;
  readonly #values = new Float64Array(KEPT);

  add(ms: number): void {
    this.#values[this.count % KEPT] = ms;
    this.count += 1;
  }

  /** @returns the value below which a share `q` (0–1) lies, by the nearest rank; null when there is none */
  quantile(q: number): number | null {
    const kept = Math.min(KEPT, this.count);
    if (kept === 0) return null;
    return this.#values.slice(0, kept).sort()[Math.min(kept - 1, Math.floor(q * kept))]!;
  }
}

/** How long the stages of the pipeline take, waiting included, over all cameras of a worker. */
export class StageTimes {
  readonly #stages = new Map<StageTime['stage'], Durations>();

  add(stage: StageTime['stage'], ms: number): void {
    let durations = this.#stages.get(stage);
    if (!durations) this.#stages.set(stage, (durations = new Durations()));
    durations.add(ms);
  }

  /** Times what `run` takes, also when it fails. */
  async time<T>(stage: StageTime['stage'], run: () => Promise<T>): Promise<T> {
    const startedAtMs = performance.now();
    try {
      return await run();
    } finally {
      this.add(stage, performance.now() - startedAtMs);
    }
  }

  /** @returns how often the stage has been gone through */
  count(stage: StageTime['stage']): number {
    return this.#stages.get(stage)?.count ?? 0;
  }

  report(): StageTime[] {
    return [...this.#stages].map(([stage, durations]) => ({
      stage,
      p50Ms: durations.quantile(0.5) ?? 0,
      p95Ms: durations.quantile(0.95) ?? 0,
    }));
  }
}

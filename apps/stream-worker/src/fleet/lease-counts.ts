import type { CountReport, DesiredState, WorkerEvent } from '@vitrine/contracts';
import { MINUTE_MS, VisitCounter } from '@vitrine/metrics';

const LIMITS = { maxVisits: 10_000, forgetAfterMs: 10 * MINUTE_MS };

/** Counts what a worker sees, under the leases that it has. Nothing but counts leaves this class. */
export class LeaseCounts {
  readonly #counter = new VisitCounter(LIMITS);
  /** By camera; also of those that are being closed. */
  #epochs: Record<string, number> = {};
  #seq = 0;

  /** @param source one run of one worker */
  constructor(private readonly source: string) {}

  /** What is seen of a camera without a lease is not counted. */
  observe(event: WorkerEvent): void {
    if (event.kind === 'visit' && event.visit.cameraId in this.#epochs) this.#counter.observe(event.visit, performance.now());
    if (event.kind === 'coverage' && event.coverage.cameraId in this.#epochs) this.#counter.cover(event.coverage);
  }

  /** @returns what is to be reported first, when it was counted under another lease */
  lease({ epochs = {} }: Pick<DesiredState, 'epochs'>): CountReport | null {
    const isAnother = Object.entries(epochs).some(([id, epoch]) => (this.#epochs[id] ?? epoch) !== epoch);
    const report = isAnother ? this.take() : null;
    this.#epochs = { ...this.#epochs, ...epochs };
    return report;
  }

  /** Cameras that are not among these are closed, and nothing more is seen of them. @returns what is left to be reported */
  release({ epochs = {} }: Pick<DesiredState, 'epochs'>): CountReport | null {
    this.#counter.endAll((cameraId) => !(cameraId in epochs));
    const report = this.take();
    this.#epochs = { ...epochs };
    return report;
  }

  /** @returns what was counted since the last call; null for nothing */
  take(): CountReport | null {
    this.#counter.forgetSilent(performance.now());
    const changes = this.#counter.takeChanges().map((change) => ({ ...change, cells: [...change.cells] }));
    if (changes.length === 0) return null;
    this.#seq += 1;
    return { source: this.source, seq: this.#seq, takenAtMs: Date.now(), epochs: this.#epochs, changes };
  }
}

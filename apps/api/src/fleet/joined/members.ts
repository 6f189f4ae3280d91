import type { Member, WorkerStats } from '@vitrine/contracts';
import type { HeardWorker } from './plan.js';

/** Workers say something every second; one that was not heard for so long counts for nothing until it is. */
const HEARD_MS = 3_000;
/** Runs that ended are forgotten after so long. */
const FORGET_MS = 60_000;

interface Known {
  member: Member;
  stats: WorkerStats | null;
  heardAtMs: number;
  /** It said something since it was last asked about. */
  isNews: boolean;
}

/** A worker that is heard now, and what it last said. */
export type MemberNow = HeardWorker & Member & { readonly stats: WorkerStats | null };

/** The workers of a fleet, by what each last said of itself. Times are of any monotonic clock, ms. */
export class Members {
  readonly #known = new Map<string, Known>();

  hear(id: string, member: Member, nowMs: number): void {
    for (const [other, { heardAtMs }] of this.#known) if (nowMs - heardAtMs > FORGET_MS) this.#known.delete(other);
    this.#known.set(id, { stats: null, ...this.#known.get(id), member, heardAtMs: nowMs, isNews: true });
  }

  measure(id: string, stats: WorkerStats): void {
    const known = this.#known.get(id);
    if (known) known.stats = stats;
  }

  /** @returns ids of workers that said something since the last call */
  takeNews(): string[] {
    const news = [...this.#known].filter(([, { isNews }]) => isNews);
    for (const [, known] of news) known.isNews = false;
    return news.map(([id]) => id);
  }

  /** @returns workers that are heard now */
  heard(nowMs: number): MemberNow[] {
    const heard = [...this.#known].filter(([, { heardAtMs }]) => nowMs - heardAtMs <= HEARD_MS);
    return heard.map(([id, { member, stats }]) => ({ id, stats, ...member }));
  }
}

import type { ServiceStatus, WorkerEvent } from '@vitrine/contracts';
import type { EndedRun } from './process-keeper.js';

export type WorkerView = ServiceStatus['worker'];

/** How the worker stands, as the service's status shows it. */
export class WorkerStatus {
  #view: WorkerView = { state: 'starting', restarts: 0, appliedRevision: null, runtime: null, stats: null, message: null };

  get view(): WorkerView {
    return this.#view;
  }

  hear(event: WorkerEvent): void {
    if (event.kind === 'ready') this.#change({ state: 'ready', runtime: event.runtime, message: null });
    if (event.kind === 'stats') this.#change({ stats: event.stats });
    if (event.kind === 'applied') this.#change({ appliedRevision: event.revision });
  }

  ended({ trouble, isHopeless }: EndedRun): void {
    this.#change({
      state: isHopeless ? 'failed' : 'restarting',
      restarts: this.#view.restarts + 1,
      appliedRevision: null,
      runtime: null,
      stats: null,
      message: `${trouble.message}. ${trouble.remedy}`,
    });
  }

  #change(change: Partial<WorkerView>): void {
    this.#view = { ...this.#view, ...change };
  }
}

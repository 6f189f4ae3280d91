import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const NS_PER_MS = 1e6;

/** How long this thread's event loop does not come round. Its timer is `RESOLUTION_MS` late by itself, which is taken off. */
export class LoopDelay {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.#histogram.enable();
  }

  /** @returns 99th percentile since the last call, ms */
  takeP99Ms(): number {
    const p99Ms = this.#histogram.count === 0 ? 0 : this.#histogram.percentile(99) / NS_PER_MS;
    this.#histogram.reset();
    return Math.max(0, p99Ms - RESOLUTION_MS);
  }

  close(): void {
    this.#histogram.disable();
  }
}

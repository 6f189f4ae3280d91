import type { DeadLetter, WebhookPayload } from '@vitrine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';

export interface OutletLimits {
  /** Waits before the second, third… try; after the last the delivery is given up. */
  readonly retryAfterMs: readonly number[];
  /** Of one camera; the oldest goes. */
  readonly maxWaiting: number;
  readonly maxDeadLetters: number;
}

export const OUTLET_LIMITS: OutletLimits = {
  retryAfterMs: [1_000, 5_000, 30_000, 120_000, 600_000],
  maxWaiting: 200,
  maxDeadLetters: 50,
};

/** Sends one payload. @returns the answer's status */
export type Send = (payload: WebhookPayload, signal: AbortSignal) => Promise<number>;

/** What one webhook still has to send. Each camera has a line of its own, so that its events come in order and hold up no other's. */
export class Outlet {
  readonly #lines = new Map<string, WebhookPayload[]>();
  readonly #stop = new AbortController();
  readonly #deadLetters: DeadLetter[] = [];
  delivered = 0;
  lastError: string | null = null;

  constructor(
    private readonly send: Send,
    private readonly limits: OutletLimits,
  ) {}

  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, line) => sum + line.length, 0);
  }

  get deadLetters(): DeadLetter[] {
    return [...this.#deadLetters];
  }

  post(payload: WebhookPayload): void {
    const key = payload.cameraId ?? '';
    const line = this.#lines.get(key);
    if (!line) {
      const fresh = [payload];
      this.#lines.set(key, fresh);
      void this.#work(key, fresh);
      return;
    }
    line.push(payload);
    // The first is under way.
    if (line.length > this.limits.maxWaiting) this.#bury(line.splice(1, 1)[0]!, 'too many waited');
  }

  close(): void {
    this.#stop.abort();
  }

  async #work(key: string, line: WebhookPayload[]): Promise<void> {
    while (line.length > 0 && !this.#stop.signal.aborted) {
      await this.#deliver(line[0]!);
      line.shift();
    }
    this.#lines.delete(key);
  }

  async #deliver(payload: WebhookPayload): Promise<void> {
    for (const waitMs of [0, ...this.limits.retryAfterMs]) {
      if (waitMs > 0) await sleep(waitMs, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      this.lastError = await this.#try(payload);
      if (this.lastError !== null) continue;
      this.delivered += 1;
      return;
    }
    this.#bury(payload, this.lastError ?? 'unknown');
  }

  /** @returns what went wrong */
  async #try(payload: WebhookPayload): Promise<string | null> {
    try {
      const status = await this.send(payload, this.#stop.signal);
      return status >= 200 && status < 300 ? null : `the receiver answered ${status}`;
    } catch (error) {
      return (error as Error).name === 'TimeoutError' ? 'the receiver did not answer in time' : (error as Error).message;
    }
  }

  #bury(payload: WebhookPayload, why: string): void {
    this.#deadLetters.push({ atMs: Date.now(), why, payload });
    if (this.#deadLetters.length > this.limits.maxDeadLetters) this.#deadLetters.shift();
  }
}

import type { CountReport } from '@vitrine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';

/** An hour of one report a second. */
const MOST_WAITING = 3_600;
const AGAIN_MS = 500;

/** Reports of counts on their way into the stream: each is kept in memory until the server has it on its disk. */
export class Outbox {
  /** Reports left out because too many waited. */
  dropped = 0;
  readonly #waiting: CountReport[] = [];
  #sending: Promise<void> | null = null;
  #isClosed = false;

  /** @param send its promise is kept when the report is safe; sent again until then */
  constructor(private readonly send: (report: CountReport) => Promise<void>) {}

  get waiting(): number {
    return this.#waiting.length;
  }

  add(report: CountReport): void {
    this.#waiting.push(report);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.dropped += 1;
    }
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when nothing waits any more. */
  async empty(): Promise<void> {
    await this.#sending;
  }

  /** What still waits is given up. */
  close(): void {
    this.#isClosed = true;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const [report] = this.#waiting;
      const isSafe = await this.send(report!).then(
        () => true,
        () => false,
      );
      if (!isSafe) await sleep(AGAIN_MS);
      // It may have been left out meanwhile.
      else if (this.#waiting[0] === report) this.#waiting.shift();
    }
    this.#sending = null;
  }
}

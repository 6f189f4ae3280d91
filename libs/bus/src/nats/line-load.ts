import type { BusConnection } from './connect.js';

/** What was published and has not reached the server yet, so that a stuck line is noticed and its backlog bounded. */
export class LineLoad {
  #unsent = 0;
  #isConnected = true;
  #isFlushing = false;

  constructor(private readonly connection: BusConnection) {
    void this.#follow();
  }

  get isConnected(): boolean {
    return this.#isConnected && !this.connection.isClosed();
  }

  get unsent(): number {
    return this.#unsent;
  }

  /** One more was published. */
  add(): void {
    this.#unsent += 1;
    if (!this.#isFlushing) void this.#flush();
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true;
    while (this.#unsent > 0) {
      const flushed = this.#unsent;
      // A line that breaks meanwhile loses what was in it.
      await this.connection.flush().catch(() => undefined);
      this.#unsent -= flushed;
    }
    this.#isFlushing = false;
  }

  async #follow(): Promise<void> {
    for await (const { type } of this.connection.status()) {
      if (type === 'disconnect') this.#isConnected = false;
      if (type === 'reconnect') this.#isConnected = true;
    }
  }
}

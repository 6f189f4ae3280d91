/** Holds the newest value nobody took yet. Putting never waits; taking waits for a value. */
export class LatestSlot<T> {
  #value: T | null = null;
  #closed = false;
  #taker: ((value: T | null) => void) | null = null;
  #watchers: (() => void)[] = [];

  /** @returns the value it replaced, which nobody took; null when there was none */
  put(value: T): T | null {
    if (this.#closed) return null;
    if (this.#taker) {
      this.#taker(value);
      this.#taker = null;
      return null;
    }
    const replaced = this.#value;
    this.#value = value;
    this.#tell();
    return replaced;
  }

  /** @returns the newest value that nobody took, without taking it */
  peek(): T | null {
    return this.#value;
  }

  /** @returns the newest value, or null once closed. One taker at a time. */
  take(): Promise<T | null> {
    const value = this.#value;
    this.#value = null;
    if (value !== null || this.#closed) return Promise.resolve(value);
    return new Promise((resolve) => (this.#taker = resolve));
  }

  /** @returns true as soon as a value waits, false once closed */
  async arrival(): Promise<boolean> {
    while (this.#value === null && !this.#closed) await new Promise<void>((resolve) => this.#watchers.push(resolve));
    return !this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.#value = null;
    this.#taker?.(null);
    this.#taker = null;
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}

/** Holds the newest value nobody took yet. Putting never waits; taking waits for a value. */
export class LatestSlot<T> {
  #value: T | null = null;
  #closed = false;
  #taker: ((value: T | null) => void) | null = null;

  /** @returns false when it replaced a value that nobody took */
  put(value: T): boolean {
    if (this.#closed) return true;
    if (this.#taker) {
      this.#taker(value);
      this.#taker = null;
      return true;
    }
    const wasEmpty = this.#value === null;
    this.#value = value;
    return wasEmpty;
  }

  /** @returns the newest value, or null once closed. One taker at a time. */
  take(): Promise<T | null> {
    const value = this.#value;
    this.#value = null;
    if (value !== null || this.#closed) return Promise.resolve(value);
    return new Promise((resolve) => (this.#taker = resolve));
  }

  close(): void {
    this.#closed = true;
    this.#value = null;
    this.#taker?.(null);
    this.#taker = null;
  }
}

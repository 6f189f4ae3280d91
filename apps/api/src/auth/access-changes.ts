/** Says that somebody may less than a moment ago: who keeps a connection open looks again. */
export class AccessChanges {
  readonly #listeners: (() => void)[] = [];

  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }

  announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

export interface ReconcilerParts<Spec, Item extends { close(): Promise<void> }> {
  idOf(spec: Spec): string;
  /** Never waits. What it throws concerns this one alone. */
  open(spec: Spec): Item;
  /** @returns whether what runs for `before` serves `after`, too; it may be told so */
  keeps(item: Item, before: Spec, after: Spec): boolean;
  onError(spec: Spec, error: unknown): void;
}

/**
 * Makes what runs equal to what is wanted. Only the newest list counts, each of it is opened and closed by itself, and nothing waits for
 * another's end: only what is to run under the same id waits until the one before it has gone.
 */
export class Reconciler<Spec, Item extends { close(): Promise<void> }> {
  readonly #running = new Map<string, { readonly item: Item; spec: Spec }>();
  readonly #closing = new Map<string, Promise<void>>();
  #wanted = new Map<string, Spec>();

  constructor(private readonly parts: ReconcilerParts<Spec, Item>) {}

  get items(): Item[] {
    return [...this.#running.values()].map(({ item }) => item);
  }

  find(id: string): Item | undefined {
    return this.#running.get(id)?.item;
  }

  /** @returns when everything that was closed for this list has gone */
  async want(specs: readonly Spec[]): Promise<void> {
    this.#wanted = new Map(specs.map((spec) => [this.parts.idOf(spec), spec]));
    for (const id of [...this.#running.keys()]) if (!this.#keeps(id)) this.#close(id);
    for (const id of this.#wanted.keys()) this.#open(id);
    await Promise.all(this.#closing.values());
  }

  #keeps(id: string): boolean {
    const running = this.#running.get(id)!;
    const wanted = this.#wanted.get(id);
    if (wanted === undefined || !this.parts.keeps(running.item, running.spec, wanted)) return false;
    running.spec = wanted;
    return true;
  }

  #open(id: string): void {
    const spec = this.#wanted.get(id);
    if (spec === undefined || this.#running.has(id) || this.#closing.has(id)) return;
    try {
      this.#running.set(id, { item: this.parts.open(spec), spec });
    } catch (error) {
      this.parts.onError(spec, error);
    }
  }

  #close(id: string): void {
    const { item, spec } = this.#running.get(id)!;
    this.#running.delete(id);
    const closed = item.close().catch((error: unknown) => this.parts.onError(spec, error));
    this.#closing.set(
      id,
      closed.then(() => {
        this.#closing.delete(id);
        this.#open(id);
      }),
    );
  }
}

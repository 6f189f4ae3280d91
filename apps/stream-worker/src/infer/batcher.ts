export interface BatchLimits {
  readonly maxBatch: number;
  /** An item waits at most this long for others to go with it, while nothing runs. */
  readonly maxWaitMs: number;
  /** Beyond it the group that has most queued loses its oldest item. */
  readonly maxQueued: number;
  /** Batches in flight at once. */
  readonly maxRunning: number;
}

interface Waiting<I, O> {
  readonly item: I;
  readonly group: string;
  readonly settle: (output: O | null) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * One queue for all groups (cameras), emptied in batches. A batch takes one item of each group in turn, and a full queue drops the oldest
 * item of the group that has most, so that a crowd at one door does not silence the others.
 */
export class Batcher<I, O> {
  answered = 0;
  dropped = 0;
  /** Oldest first. */
  #queue: Waiting<I, O>[] = [];
  #timer: NodeJS.Timeout | null = null;
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  /** @param run N items to N outputs, in order */
  constructor(
    private readonly run: (items: readonly I[]) => Promise<readonly O[]>,
    private readonly limits: BatchLimits,
    private readonly groupOf: (item: I) => string,
  ) {}

  get queued(): number {
    return this.#queue.length;
  }

  /** @returns the output; null when the item gave way to others. @throws what `run` throws, to each item of the batch */
  add(item: I): Promise<O | null> {
    if (this.#closed) return Promise.resolve(null);
    return new Promise((settle, fail) => {
      this.#queue.push({ item, group: this.groupOf(item), settle, fail });
      if (this.#queue.length > this.limits.maxQueued) this.#dropOne();
      this.#schedule();
    });
  }

  /** Waits for the batches in flight; what is queued is dropped. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    for (const waiting of this.#queue.splice(0)) this.#drop(waiting);
    await Promise.all(this.#running);
  }

  #dropOne(): void {
    const [busiest] = groupsOf(this.#queue).toSorted((a, b) => b.length - a.length);
    const [oldest] = busiest!;
    this.#queue.splice(this.#queue.indexOf(oldest!), 1);
    this.#drop(oldest!);
  }

  #drop({ settle }: Waiting<I, O>): void {
    this.dropped += 1;
    settle(null);
  }

  #schedule(): void {
    if (this.#running.size >= this.limits.maxRunning || this.#queue.length === 0 || this.#closed) return;
    if (this.#queue.length >= this.limits.maxBatch) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), this.limits.maxWaitMs);
  }

  #start(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const batch = inTurns(this.#queue).slice(0, this.limits.maxBatch);
    this.#queue = this.#queue.filter((waiting) => !batch.includes(waiting));
    if (batch.length === 0) return;
    const running = this.#answer(batch).finally(() => {
      this.#running.delete(running);
      this.#schedule();
    });
    this.#running.add(running);
    this.#schedule();
  }

  async #answer(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outputs = await this.run(batch.map(({ item }) => item));
      this.answered += batch.length;
      batch.forEach(({ settle }, index) => settle(outputs[index]!));
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }
}

function groupsOf<W extends { readonly group: string }>(queue: readonly W[]): W[][] {
  const groups = new Map<string, W[]>();
  for (const waiting of queue) {
    const group = groups.get(waiting.group);
    if (group) group.push(waiting);
    else groups.set(waiting.group, [waiting]);
  }
  return [...groups.values()];
}

/** The first of each group, then the second of each, and so on. */
function inTurns<W extends { readonly group: string }>(queue: readonly W[]): W[] {
  const groups = groupsOf(queue);
  const turns = Math.max(0, ...groups.map((group) => group.length));
  return Array.from({ length: turns }, (_, turn) => groups.flatMap((group) => group.slice(turn, turn + 1))).flat();
}

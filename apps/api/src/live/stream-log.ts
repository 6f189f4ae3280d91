import { randomBytes } from 'node:crypto';
import { encode, type Unnumbered } from './wire.js';

export interface StreamLogLimits {
  readonly maxMessages: number;
  readonly maxAgeMs: number;
}

export const STREAM_LOG_LIMITS: StreamLogLimits = { maxMessages: 2_000, maxAgeMs: 120_000 };

/** A message as everybody gets it. */
export interface Entry {
  readonly n: number;
  readonly atMs: number;
  readonly message: Unnumbered;
  readonly body: string;
}

/** Pictures are too large to be kept, and all of these are replaced by the next within a second. */
const NOT_KEPT: ReadonlySet<Unnumbered['type']> = new Set(['preview', 'audience', 'heartbeat']);

/**
 * The last messages, so that a subscriber whose connection broke can go on where it was. A cursor is `<this run>.<number of the
 * message>`: one of another run, or from before the window, cannot be resumed.
 */
export class StreamLog {
  readonly #run = randomBytes(6).toString('base64url');
  #kept: Entry[] = [];
  #last = 0;
  /** Number of the newest message that was kept once and is no longer. */
  #lostUpTo = 0;

  constructor(
    private readonly limits: StreamLogLimits,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  get cursor(): string {
    return `${this.#run}.${this.#last}`;
  }

  append(message: Unnumbered): Entry {
    this.#last += 1;
    const entry = { n: this.#last, atMs: this.nowMs(), message, body: encode(message, this.cursor) };
    if (!NOT_KEPT.has(message.type)) this.#keep(entry);
    return entry;
  }

  /** @returns what came after the cursor, oldest first; null when some of it is no longer here */
  since(cursor: string): readonly Entry[] | null {
    this.#forget();
    const [run, number] = cursor.split('.');
    const n = Number(number);
    if (run !== this.#run || n < this.#lostUpTo || n > this.#last) return null;
    return this.#kept.slice(this.#kept.findLastIndex((entry) => entry.n <= n) + 1);
  }

  #keep(entry: Entry): void {
    this.#kept.push(entry);
    // Cut in larger pieces: shifting an array of thousands on every message is work for nothing.
    if (this.#kept.length > 1.25 * this.limits.maxMessages) this.#forget();
  }

  #forget(): void {
    const oldestMs = this.nowMs() - this.limits.maxAgeMs;
    const firstFresh = this.#kept.findIndex(({ atMs }) => atMs >= oldestMs);
    const tooOld = firstFresh === -1 ? this.#kept.length : firstFresh;
    const cut = Math.max(tooOld, this.#kept.length - this.limits.maxMessages);
    if (cut === 0) return;
    this.#lostUpTo = this.#kept[cut - 1]!.n;
    this.#kept = this.#kept.slice(cut);
  }
}

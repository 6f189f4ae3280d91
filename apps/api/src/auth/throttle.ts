export interface ThrottleLimits {
  /** Failures that are nobody's business but the typist's. */
  readonly free: number;
  /** Wait after the first one too many, ms; doubles with each. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Without a failure for this long all is forgotten. */
  readonly forgetMs: number;
}

/** Of a password, by account and by address. */
export const LOGIN_LIMITS: ThrottleLimits = { free: 5, firstWaitMs: 2_000, longestWaitMs: 900_000, forgetMs: 3_600_000 };
/** Of a token: 256 bits cannot be guessed, so it is the noise that is slowed. */
export const TOKEN_LIMITS: ThrottleLimits = { free: 10, firstWaitMs: 1_000, longestWaitMs: 60_000, forgetMs: 600_000 };

/** One who guesses from everywhere must not fill the memory either. */
const MAX_KEYS = 10_000;

interface Failures {
  readonly count: number;
  readonly lastMs: number;
}

/** Makes each further failure of the same account or address wait longer. */
export class Throttle {
  /** Least recently failed first. */
  readonly #failures = new Map<string, Failures>();

  constructor(
    private readonly limits: ThrottleLimits,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** @returns how long the key still has to wait, ms; 0 when it may try */
  waitMs(key: string): number {
    const failures = this.#fresh(key);
    if (!failures || failures.count < this.limits.free) return 0;
    const { firstWaitMs, longestWaitMs, free } = this.limits;
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures.count - free, 30));
    return Math.max(0, failures.lastMs + waitMs - this.nowMs());
  }

  /** @returns failures so far, this one counted. @param atMs of one that is read back after a restart */
  fail(key: string, atMs: number = this.nowMs()): number {
    const count = (this.#fresh(key)?.count ?? 0) + 1;
    this.#failures.delete(key);
    this.#failures.set(key, { count, lastMs: atMs });
    if (this.#failures.size > MAX_KEYS) this.#failures.delete(this.#failures.keys().next().value!);
    return count;
  }

  succeed(key: string): void {
    this.#failures.delete(key);
  }

  #fresh(key: string): Failures | undefined {
    const failures = this.#failures.get(key);
    if (failures && this.nowMs() - failures.lastMs > this.limits.forgetMs) {
      this.#failures.delete(key);
      return undefined;
    }
    return failures;
  }
}

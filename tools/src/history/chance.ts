/** A small generator that can be repeated (xorshift128+): made-up history is the same at each run. Not for anything that must be secret. */
export class Chance {
  #a: number;
  #b: number;

  constructor(seed: number) {
    this.#a = (seed ^ 0x9e3779b9) >>> 0 || 1;
    this.#b = (Math.imul(seed, 0x85ebca6b) ^ 0xc2b2ae35) >>> 0 || 2;
    for (let index = 0; index < 16; index += 1) this.uniform();
  }

  /** @returns a number in [0, 1) */
  uniform(): number {
    let a = this.#a;
    const b = this.#b;
    this.#a = b;
    a ^= a << 23;
    a ^= a >>> 17;
    a ^= b ^ (b >>> 26);
    this.#b = a >>> 0;
    return ((this.#b + b) >>> 0) / 2 ** 32;
  }

  /** @returns a standard normal number */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** @returns how many of `n` things happen that each happen with probability `p` */
  binomial(n: number, p: number): number {
    if (n <= 0 || p <= 0) return 0;
    if (p >= 1) return n;
    const spread = Math.sqrt(n * p * (1 - p));
    if (spread > 4) return Math.min(n, Math.max(0, Math.round(n * p + spread * this.normal())));
    let happened = 0;
    for (let index = 0; index < n; index += 1) happened += this.uniform() < p ? 1 : 0;
    return happened;
  }

  /** @returns how many things happen that happen `mean` times on average */
  poisson(mean: number): number {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let product = this.uniform();
    let count = 0;
    while (product > limit) {
      product *= this.uniform();
      count += 1;
    }
    return count;
  }

  /** @param parts probabilities that sum to 1. @returns `n` things dealt out to them */
  deal(n: number, parts: readonly number[]): number[] {
    let left = n;
    let rest = 1;
    return parts.map((p) => {
      const dealt = rest <= p ? left : this.binomial(left, p / rest);
      left -= dealt;
      rest -= p;
      return dealt;
    });
  }
}

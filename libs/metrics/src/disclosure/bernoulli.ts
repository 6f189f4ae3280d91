import type { RandomSource } from './random.js';

/** A fraction of two whole numbers; nothing in this folder knows a floating-point number. */
export interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

/** @returns true with probability `over / under`, which lies in 0–1 */
export function bernoulli(random: RandomSource, { over, under }: Rational): boolean {
  return random.below(under) < over;
}

/**
 * @param gamma not negative
 * @returns true with probability exp(−gamma), exactly (Canonne, Kamath and Steinke 2020, algorithm 1)
 */
export function bernoulliExp(random: RandomSource, gamma: Rational): boolean {
  let { over } = gamma;
  // exp(−γ) = exp(−1) · exp(−1) · … · exp(−(γ − ⌊γ⌋))
  while (over > gamma.under) {
    if (!bernoulliExpUpToOne(random, { over: 1n, under: 1n })) return false;
    over -= gamma.under;
  }
  return bernoulliExpUpToOne(random, { over, under: gamma.under });
}

/** For 0 ≤ gamma ≤ 1: the first k at which Bernoulli(gamma / k) fails is odd with probability exp(−gamma). */
function bernoulliExpUpToOne(random: RandomSource, { over, under }: Rational): boolean {
  let k = 1n;
  while (bernoulli(random, { over, under: under * k })) k += 1n;
  return k % 2n === 1n;
}

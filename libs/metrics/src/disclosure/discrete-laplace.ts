import { bernoulli, bernoulliExp, type Rational } from './bernoulli.js';
import type { RandomSource } from './random.js';

/**
 * Draws x with probability proportional to exp(−|x| / scale), exactly (Canonne, Kamath and Steinke 2020, algorithm 2).
 * @param scale b of the distribution, above 0
 */
export function discreteLaplace(random: RandomSource, scale: Rational): bigint {
  const { over: t, under: s } = scale;
  for (;;) {
    const u = random.below(t);
    if (!bernoulliExp(random, { over: u, under: t })) continue;
    let v = 0n;
    while (bernoulliExp(random, { over: 1n, under: 1n })) v += 1n;
    const magnitude = (u + t * v) / s;
    const isNegative = bernoulli(random, { over: 1n, under: 2n });
    // Zero would be drawn twice as often if −0 counted beside it.
    if (isNegative && magnitude === 0n) continue;
    return isNegative ? -magnitude : magnitude;
  }
}

/** @returns the variance of `discreteLaplace` with scale `b`: 2p / (1 − p)² with p = exp(−1 / b) */
export function laplaceVariance(b: number): number {
  const p = Math.exp(-1 / b);
  return (2 * p) / (1 - p) ** 2;
}

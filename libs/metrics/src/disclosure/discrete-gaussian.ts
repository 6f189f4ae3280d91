import { bernoulliExp, type Rational } from './bernoulli.js';
import { discreteLaplace } from './discrete-laplace.js';
import type { RandomSource } from './random.js';

/**
 * Draws x with probability proportional to exp(−x² / 2σ²), exactly (Canonne, Kamath and Steinke 2020, algorithm 3).
 * @param sigmaSquared σ², above 0
 */
export function discreteGaussian(random: RandomSource, sigmaSquared: Rational): bigint {
  const { over, under } = sigmaSquared;
  const t = floorSqrt(over / under) + 1n;
  for (;;) {
    const y = discreteLaplace(random, { over: t, under: 1n });
    const magnitude = y < 0n ? -y : y;
    // γ = (|y| − σ²/t)² / 2σ², written as one fraction
    const distance = magnitude * t * under - over;
    const gamma = { over: distance * distance, under: 2n * over * under * t * t };
    if (bernoulliExp(random, gamma)) return y;
  }
}

function floorSqrt(value: bigint): bigint {
  if (value < 2n) return value;
  let root = BigInt(Math.floor(Math.sqrt(Number(value))));
  while (root * root > value) root -= 1n;
  while ((root + 1n) * (root + 1n) <= value) root += 1n;
  return root;
}

import type { Rational } from './bernoulli.js';
import { laplaceVariance } from './discrete-laplace.js';

/** How looks are protected when a block is published. */
export type DisclosureRules =
  | { readonly mode: 'noisy'; readonly noise: Noise }
  | { readonly mode: 'grouped'; readonly minimumGroup: number }
  | { readonly mode: 'exact' };

/** Every number is a fraction of whole numbers, as the policy wrote it. */
export interface Noise {
  /** b of the discrete Laplace noise on gender × age. */
  readonly looksScale: Rational;
  readonly dwellScale: Rational;
  /** ρ of zero-concentrated differential privacy, spent on all attributes of a block together. */
  readonly attributeRho: Rational;
}

/** @param attributes published in the block, m. @returns σ² = m / 2ρ */
export function attributeVariance({ attributeRho }: Noise, attributes: number): Rational {
  return { over: BigInt(attributes) * attributeRho.under, under: 2n * attributeRho.over };
}

/** Variance of the noise on one cell of each part, for intervals. */
export interface NoiseVariance {
  readonly looks: number;
  readonly dwell: number;
  readonly attributes: number;
}

/** @param attributes published in the block */
export function noiseVariance(rules: DisclosureRules, attributes: number): NoiseVariance {
  if (rules.mode !== 'noisy') return { looks: 0, dwell: 0, attributes: 0 };
  return {
    looks: laplaceVariance(toNumber(rules.noise.looksScale)),
    dwell: laplaceVariance(toNumber(rules.noise.dwellScale)),
    attributes: attributes === 0 ? 0 : toNumber(attributeVariance(rules.noise, attributes)),
  };
}

/**
 * What one visit's presence in a place costs at most when another visit takes its place (docs/privacy.md has the derivation).
 * @returns ε at δ = 10⁻⁶ of each part and of all together
 */
export function privacyLoss({
  looksScale,
  dwellScale,
  attributeRho,
}: Noise): Record<'looks' | 'dwell' | 'attributes' | 'all', number> {
  const rho = toNumber(attributeRho);
  const looks = 2 / toNumber(looksScale);
  const dwell = 2 / toNumber(dwellScale);
  const attributes = rho + 2 * Math.sqrt(rho * Math.log(1e6));
  return { looks, dwell, attributes, all: looks + dwell + attributes };
}

export function toNumber({ over, under }: Rational): number {
  return Number(over) / Number(under);
}

/** @param value a decimal such as 0.25, as a configuration has it. @returns the same as a fraction of whole numbers */
export function rationalOf(value: number): Rational {
  const [whole, decimals = ''] = String(value).split('.');
  return { over: BigInt(whole! + decimals), under: 10n ** BigInt(decimals.length) };
}

import { type AttributeName, type AttributePolicy, type ReliabilityTier } from '@vitrine/contracts';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadConfig } from './load-config.js';

type PerAttribute = Readonly<Record<AttributeName, { readonly balancedAccuracy: number }>>;

interface Measured {
  readonly perAttribute: PerAttribute;
  readonly atBalancedThresholds: { readonly perAttribute: PerAttribute };
}

const RESULTS = new URL('../../../../training/results/product-celeba-val.json', import.meta.url);
const measured = JSON.parse(readFileSync(RESULTS, 'utf8')) as Measured;
const TIERS: readonly ReliabilityTier[] = ['low', 'medium', 'high'];
/** Two annotators agree on them no more than by chance (Wu et al., arXiv:2210.07356, 2023). */
const LABELS_NEAR_CHANCE: readonly AttributeName[] = ['High_Cheekbones', 'Pointy_Nose', 'Oval_Face'];

/** The rule at the top of config/attributes.yaml. */
function highestAllowed(name: AttributeName): ReliabilityTier {
  const atBalanced = measured.atBalancedThresholds.perAttribute[name].balancedAccuracy;
  const atHalf = measured.perAttribute[name].balancedAccuracy;
  if (atBalanced >= 0.9 && atHalf >= 0.85) return 'high';
  return atBalanced >= 0.8 && atHalf >= 0.7 ? 'medium' : 'low';
}

const catalogue = loadConfig(null).attributes;

it.each(catalogue)('$name is $tier as its figures allow, or one tier below', ({ name, tier }: AttributePolicy) => {
  const below = TIERS.indexOf(highestAllowed(name)) - TIERS.indexOf(tier);
  expect([0, 1]).toContain(below);
});

it('trusts no attribute whose labels are near chance, however well they are repeated', () => {
  const trusted = catalogue.filter(({ name, tier }) => LABELS_NEAR_CHANCE.includes(name) && tier !== 'low');
  expect(trusted).toEqual([]);
});

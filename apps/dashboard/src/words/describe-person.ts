import type { AttributeName, AttributeProbabilities, ReliabilityTier } from '@vitrine/contracts';
import { ATTRIBUTE_WORDS, type AttributeWords } from './attribute-words.js';

export interface Described extends AttributeWords {
  /** Probability of what the words say, 0–1. */
  readonly probability: number;
}

/** What may be said of an attribute: its tier, or nothing where the policy keeps it in the service. */
export type Tiers = ReadonlyMap<AttributeName, ReliabilityTier>;

/**
 * The attributes of one person in plain words. Names that the policy keeps in, and those whose predictions cannot be trusted, are left
 * out, even if a message held them.
 */
export function describePerson(attributes: AttributeProbabilities, tiers: Tiers): Described[] {
  return ATTRIBUTE_WORDS.flatMap((entry) => {
    const stated = attributes[entry.name];
    const tier = tiers.get(entry.name);
    if (stated === undefined || tier === undefined || tier === 'low') return [];
    return [{ ...entry, probability: entry.inverted ? 1 - stated : stated }];
  });
}

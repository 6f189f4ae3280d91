import type { AttributeName, AttributeProbabilities } from '@vitrine/contracts';
import { ATTRIBUTE_GROUPS, ATTRIBUTE_WORDS, type AttributeGroup, type AttributeWords } from './attribute-words.js';

export interface Described extends AttributeWords {
  /** Probability of what the words say, 0–1. */
  readonly probability: number;
}

export interface DescribedGroup {
  readonly group: AttributeGroup;
  readonly items: readonly Described[];
}

/** The attributes of one person in plain words; names the site does not allow are left out even if a message held them. */
export function describePerson(attributes: AttributeProbabilities, allowed: ReadonlySet<AttributeName>): Described[] {
  return ATTRIBUTE_WORDS.flatMap((entry) => {
    const stated = attributes[entry.name];
    if (stated === undefined || !allowed.has(entry.name)) return [];
    return [{ ...entry, probability: entry.inverted ? 1 - stated : stated }];
  });
}

/** In the groups' fixed order; groups without an item are left out. */
export function groupDescribed(described: readonly Described[]): DescribedGroup[] {
  return ATTRIBUTE_GROUPS.map((group) => ({ group, items: described.filter((item) => item.group === group) })).filter(
    ({ items }) => items.length > 0,
  );
}

const APPEARS_AT = 0.55;
const DISAPPEARS_BELOW = 0.45;

/**
 * The names worth a word on a card. A name appears at 0.55 and stays until it falls below 0.45, so that a probability
 * that wavers around one half does not make the card flicker.
 */
export function notableNames(described: readonly Described[], before: ReadonlySet<AttributeName>): Set<AttributeName> {
  const isNotable = ({ name, probability }: Described) => probability >= (before.has(name) ? DISAPPEARS_BELOW : APPEARS_AT);
  return new Set(described.filter(isNotable).map(({ name }) => name));
}

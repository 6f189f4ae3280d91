import type { AggregateCounts, AttributeName } from '@vitrine/contracts';
import { ATTRIBUTE_WORDS, type AttributeWords } from '../words/attribute-words.js';

export interface AttributeShare extends AttributeWords {
  readonly visitors: number;
  /** Of the visitors whose attributes are known, 0–1. */
  readonly share: number;
}

/** What most visitors have in common, most frequent first; equal ones keep the words' order. */
export function topAttributes(counts: AggregateCounts, allowed: ReadonlySet<AttributeName>, limit: number): AttributeShare[] {
  const known = counts.sampleSizes.attributes;
  if (known === 0) return [];
  return ATTRIBUTE_WORDS.flatMap((entry) => {
    const stated = counts.attributes[entry.name];
    if (stated === undefined || !allowed.has(entry.name) || entry.group === 'Picture') return [];
    const visitors = entry.inverted ? known - stated : stated;
    return [{ ...entry, visitors, share: visitors / known }];
  })
    .sort((a, b) => b.visitors - a.visitors)
    .filter(({ visitors }) => visitors > 0)
    .slice(0, limit);
}

import type { Described } from '../words/describe-person.js';

/** Letters that a row of a card holds at every size of the page. */
const ROW_LETTERS = 29;
/** The space between two words, in letters. */
const GAP_LETTERS = 2;

/** The most probable words that fit into a row, in the words' own order, which does not change as probabilities do. */
export function strongestThatFit(items: readonly Described[]): Described[] {
  let left = ROW_LETTERS;
  const kept = new Set<Described>();
  for (const item of [...items].sort((a, b) => b.probability - a.probability)) {
    left -= item.words.length + GAP_LETTERS;
    if (left < 0 && kept.size > 0) break;
    kept.add(item);
  }
  return items.filter((item) => kept.has(item));
}

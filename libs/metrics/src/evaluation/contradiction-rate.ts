import { ATTRIBUTE_NAMES, type AttributeName } from '@vitrine/contracts';
import type { AttributeTable } from './attribute-table.js';

/** Pairs that a person would hardly say of one picture; the labels themselves contain some. */
const CONTRADICTIONS: readonly (readonly [AttributeName, AttributeName])[] = [
  ['No_Beard', 'Goatee'],
  ['No_Beard', 'Mustache'],
  ['No_Beard', '5_o_Clock_Shadow'],
  ['Bald', 'Bangs'],
  ['Bald', 'Receding_Hairline'],
  ['Straight_Hair', 'Wavy_Hair'],
  ['Black_Hair', 'Blond_Hair'],
  ['Black_Hair', 'Gray_Hair'],
  ['Young', 'Gray_Hair'],
  ['Male', 'Wearing_Lipstick'],
  ['Male', 'Heavy_Makeup'],
];

/** @returns the share of images of which at least one contradictory pair is said at 0.5 */
export function contradictionRate(table: AttributeTable): number {
  const pairs = CONTRADICTIONS.map((pair) => pair.map((name) => ATTRIBUTE_NAMES.indexOf(name)));
  let contradictory = 0;
  for (let image = 0; image < table.images; image++) {
    if (pairs.some((pair) => pair.every((attribute) => table.probability(image, attribute) > 0.5))) contradictory++;
  }
  return contradictory / Math.max(1, table.images);
}

import { ATTRIBUTE_NAMES, type AttributeName, type AttributePolicy } from '@vitrine/contracts';
import { expect, it } from 'vitest';
import { standingOut } from './standing-out.js';

const catalogue: AttributePolicy[] = ATTRIBUTE_NAMES.map((name) => ({
  name,
  tier: 'high',
  enabled: name !== 'Chubby',
  reason: 'r',
}));

function vector(values: Partial<Record<AttributeName, number>>, rest: number): number[] {
  return ATTRIBUTE_NAMES.map((name) => values[name] ?? rest);
}

const wordsOf = (probs: number[], thresholds: number[], most: number) =>
  standingOut(Float32Array.from(probs), thresholds, { catalogue, most }).map(({ words }) => words);

it('shows what is rare and likely, the most probable first, and nothing that is switched off', () => {
  const probs = vector({ No_Beard: 0.99, Eyeglasses: 0.7, Bald: 0.8, Chubby: 1 }, 0);
  const thresholds = vector({ No_Beard: 0.9 }, 0.1);
  expect(wordsOf(probs, thresholds, 2)).toEqual(['Bald', 'Eyeglasses']);
  expect(wordsOf(probs, thresholds, 6)).toEqual(['No Beard', 'Bald', 'Eyeglasses']);
});

import { ATTRIBUTE_NAMES } from '@vitrine/contracts';
import { expect, it } from 'vitest';
import { ATTRIBUTE_WORDS } from './attribute-words.js';
import { describePerson, groupDescribed } from './describe-person.js';

it('has words for every attribute but the two that gender and age say better', () => {
  const worded = ATTRIBUTE_WORDS.map(({ name }) => name);
  expect(new Set(worded).size).toBe(worded.length);
  expect(ATTRIBUTE_NAMES.filter((name) => !worded.includes(name))).toEqual(['Male', 'Young']);
});

it('never shows an attribute that the policy switches off, even when a message holds it', () => {
  const described = describePerson({ Chubby: 0.9, Eyeglasses: 0.9 }, new Set(['Eyeglasses']));
  expect(described.map(({ name }) => name)).toEqual(['Eyeglasses']);
});

it('turns No_Beard into the probability of a beard', () => {
  const [beard] = describePerson({ No_Beard: 0.2 }, new Set(['No_Beard']));
  expect(beard).toMatchObject({ words: 'beard', probability: 0.8 });
});

it('calls smiling an expression', () => {
  const groups = groupDescribed(describePerson({ Smiling: 0.9, Black_Hair: 0.7 }, new Set(['Smiling', 'Black_Hair'])));
  expect(groups.map(({ group, items }) => [group, items.map(({ words }) => words)])).toEqual([
    ['Hair', ['black']],
    ['Expression', ['smiling']],
  ]);
});

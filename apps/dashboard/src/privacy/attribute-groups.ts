import type { AttributeName, AttributePolicy, PrivacyFacts } from '@vitrine/contracts';
import { ATTRIBUTE_GROUPS, ATTRIBUTE_WORDS } from '../words/attribute-words.js';

/** Proxies for origin, words that demean, and labels near chance: off unless somebody means it. */
const SENSITIVE: readonly AttributeName[] = [
  'Pale_Skin',
  'Big_Lips',
  'Big_Nose',
  'Narrow_Eyes',
  'Attractive',
  'Chubby',
  'Double_Chin',
  'Oval_Face',
  'Pointy_Nose',
  'High_Cheekbones',
];

export interface SwitchEntry extends AttributePolicy {
  readonly words: string;
  readonly isSensitive: boolean;
}

export interface SwitchGroup {
  readonly group: string;
  readonly entries: readonly SwitchEntry[];
}

/** The switches in the groups that people know from the rest of the page; sensitive ones in a group of their own, at the end. */
export function switchGroups(attributes: PrivacyFacts['attributes']): SwitchGroup[] {
  const entries = attributes.map((policy) => ({
    ...policy,
    words: wordsOf(policy.name),
    isSensitive: SENSITIVE.includes(policy.name),
  }));
  const groupOf = ({ name, isSensitive }: SwitchEntry) =>
    isSensitive ? 'Sensitive' : (ATTRIBUTE_WORDS.find((words) => words.name === name)?.group ?? 'Gender and age');
  return [...ATTRIBUTE_GROUPS, 'Gender and age', 'Sensitive']
    .map((group) => ({ group, entries: entries.filter((entry) => groupOf(entry) === group) }))
    .filter((group) => group.entries.length > 0);
}

function wordsOf(name: AttributeName): string {
  const known = ATTRIBUTE_WORDS.find((words) => words.name === name);
  return known ? (known.alone ?? known.words) : name.replaceAll('_', ' ').toLowerCase();
}

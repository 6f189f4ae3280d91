import type { AttributeName } from '@vitrine/contracts';

/** Where an attribute is shown. `Male` and `Young` are absent here: gender and age say the same with an uncertainty. */
export const ATTRIBUTE_GROUPS = ['Hair', 'Wearing', 'Expression', 'Face', 'Picture'] as const;
export type AttributeGroup = (typeof ATTRIBUTE_GROUPS)[number];

export interface AttributeWords {
  readonly name: AttributeName;
  readonly group: AttributeGroup;
  /** Plain words that fit behind the group's name. */
  readonly words: string;
  /** Words that need no group's name before them, where those above do. */
  readonly alone?: string;
  /** True where the words say the opposite of the data set's name. */
  readonly inverted?: true;
}

/** The data set's names in plain words, in the order in which they are shown. */
export const ATTRIBUTE_WORDS: readonly AttributeWords[] = [
  { name: 'Black_Hair', group: 'Hair', words: 'black', alone: 'black hair' },
  { name: 'Brown_Hair', group: 'Hair', words: 'brown', alone: 'brown hair' },
  { name: 'Blond_Hair', group: 'Hair', words: 'blond', alone: 'blond hair' },
  { name: 'Gray_Hair', group: 'Hair', words: 'grey', alone: 'grey hair' },
  { name: 'Bald', group: 'Hair', words: 'bald' },
  { name: 'Receding_Hairline', group: 'Hair', words: 'receding', alone: 'receding hairline' },
  { name: 'Straight_Hair', group: 'Hair', words: 'straight', alone: 'straight hair' },
  { name: 'Wavy_Hair', group: 'Hair', words: 'wavy', alone: 'wavy hair' },
  { name: 'Bangs', group: 'Hair', words: 'fringe' },
  { name: 'Eyeglasses', group: 'Wearing', words: 'glasses' },
  { name: 'Wearing_Hat', group: 'Wearing', words: 'hat' },
  { name: 'Wearing_Earrings', group: 'Wearing', words: 'earrings' },
  { name: 'Wearing_Necklace', group: 'Wearing', words: 'necklace' },
  { name: 'Wearing_Necktie', group: 'Wearing', words: 'necktie' },
  { name: 'Wearing_Lipstick', group: 'Wearing', words: 'lipstick' },
  { name: 'Heavy_Makeup', group: 'Wearing', words: 'make-up' },
  { name: 'No_Beard', group: 'Face', words: 'beard', inverted: true },
  { name: 'Goatee', group: 'Face', words: 'goatee' },
  { name: 'Mustache', group: 'Face', words: 'moustache' },
  { name: 'Sideburns', group: 'Face', words: 'sideburns' },
  { name: '5_o_Clock_Shadow', group: 'Face', words: 'stubble' },
  { name: 'Smiling', group: 'Expression', words: 'smiling' },
  { name: 'Mouth_Slightly_Open', group: 'Expression', words: 'mouth slightly open' },
  { name: 'Arched_Eyebrows', group: 'Face', words: 'arched eyebrows' },
  { name: 'Bushy_Eyebrows', group: 'Face', words: 'bushy eyebrows' },
  { name: 'Bags_Under_Eyes', group: 'Face', words: 'bags under eyes' },
  { name: 'Rosy_Cheeks', group: 'Face', words: 'rosy cheeks' },
  { name: 'High_Cheekbones', group: 'Face', words: 'high cheekbones' },
  { name: 'Oval_Face', group: 'Face', words: 'oval face' },
  { name: 'Pointy_Nose', group: 'Face', words: 'pointed nose' },
  { name: 'Big_Nose', group: 'Face', words: 'large nose' },
  { name: 'Big_Lips', group: 'Face', words: 'full lips' },
  { name: 'Narrow_Eyes', group: 'Face', words: 'narrow eyes' },
  { name: 'Pale_Skin', group: 'Face', words: 'pale skin' },
  { name: 'Chubby', group: 'Face', words: 'round face' },
  { name: 'Double_Chin', group: 'Face', words: 'double chin' },
  { name: 'Attractive', group: 'Face', words: 'labelled attractive' },
  { name: 'Blurry', group: 'Picture', words: 'blurred' },
];

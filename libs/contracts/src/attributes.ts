import { z } from 'zod';

/** The 40 CelebA attributes in the order of the data set's label file, which is the order of every `logits` and `probs` vector. */
export const ATTRIBUTE_NAMES = [
  '5_o_Clock_Shadow',
  'Arched_Eyebrows',
  'Attractive',
  'Bags_Under_Eyes',
  'Bald',
  'Bangs',
  'Big_Lips',
  'Big_Nose',
  'Black_Hair',
  'Blond_Hair',
  'Blurry',
  'Brown_Hair',
  'Bushy_Eyebrows',
  'Chubby',
  'Double_Chin',
  'Eyeglasses',
  'Goatee',
  'Gray_Hair',
  'Heavy_Makeup',
  'High_Cheekbones',
  'Male',
  'Mouth_Slightly_Open',
  'Mustache',
  'Narrow_Eyes',
  'No_Beard',
  'Oval_Face',
  'Pale_Skin',
  'Pointy_Nose',
  'Receding_Hairline',
  'Rosy_Cheeks',
  'Sideburns',
  'Smiling',
  'Straight_Hair',
  'Wavy_Hair',
  'Wearing_Earrings',
  'Wearing_Hat',
  'Wearing_Lipstick',
  'Wearing_Necklace',
  'Wearing_Necktie',
  'Young',
] as const;

export const attributeNameSchema = z.enum(ATTRIBUTE_NAMES);
export type AttributeName = z.infer<typeof attributeNameSchema>;

/** How far a prediction of the attribute can be trusted; the catalogue (`config/attributes.yaml`) gives the reason. */
export const reliabilityTierSchema = z.enum(['high', 'medium', 'low']);
export type ReliabilityTier = z.infer<typeof reliabilityTierSchema>;

/** One line of the catalogue: an attribute, its reliability and whether this site lets it out of the service. */
export const attributePolicySchema = z.object({
  name: attributeNameSchema,
  tier: reliabilityTierSchema,
  enabled: z.boolean(),
  reason: z.string().min(1),
});
export type AttributePolicy = z.infer<typeof attributePolicySchema>;

/** Attribute → calibrated probability in 0–1. Attributes the site's policy switches off are absent. */
export const attributeProbabilitiesSchema = z.partialRecord(attributeNameSchema, z.number().min(0).max(1));
export type AttributeProbabilities = z.infer<typeof attributeProbabilitiesSchema>;

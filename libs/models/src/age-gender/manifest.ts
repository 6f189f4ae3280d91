import { z } from 'zod';
import { cropSchema } from '../weights/crop-schema.js';
import { networkFileSchema } from '../weights/weights-folder.js';
import { ageSpreadSchema } from './age-spread.js';
import { genderAnswerSchema } from './answer-gender.js';

/** `manifest.json` beside the age and gender network. */
export const ageGenderManifestSchema = z.object({
  version: z.string().min(1),
  crop: cropSchema,
  ageGender: networkFileSchema.extend({ inputSizePx: z.number().int().positive() }),
  genderAnswer: genderAnswerSchema,
  ageSpread: ageSpreadSchema,
  measured: z.record(z.string(), z.unknown()),
});
export type AgeGenderManifest = z.infer<typeof ageGenderManifestSchema>;

import { ATTRIBUTE_COUNT, ATTRIBUTE_NAMES } from '@vitrine/contracts';
import { z } from 'zod';
import { cropSchema } from '../weights/crop-schema.js';
import { networkFileSchema } from '../weights/weights-folder.js';

const sizedFileSchema = networkFileSchema.extend({ inputSizePx: z.number().int().positive() });

const perAttribute = z.array(z.number()).length(ATTRIBUTE_COUNT);

const calibrationSchema = z.object({ scale: perAttribute, bias: perAttribute });

/** `manifest.json` beside a profile's network, written by the training that made it. */
export const manifestSchema = z.object({
  profile: z.string().min(1),
  version: z.string().min(1),
  crop: cropSchema,
  /** The abstraction network and the dual-path network in one graph. */
  network: sizedFileSchema,
  /** The same in 8-bit integers, for CPUs that have instructions for them; rounding moves logits, so it is calibrated by itself. */
  int8: sizedFileSchema.extend({ calibration: calibrationSchema }).optional(),
  /** The order of every logits vector; must be the contracts' order. */
  attributes: z
    .array(z.string())
    .refine((names) => names.join() === ATTRIBUTE_NAMES.join(), 'must be the 40 attributes in CelebA order'),
  calibration: calibrationSchema,
  /** Probability from which balanced accuracy counts an attribute as present. */
  balancedThresholds: perAttribute,
  measured: z.record(z.string(), z.unknown()),
});
export type Manifest = z.infer<typeof manifestSchema>;

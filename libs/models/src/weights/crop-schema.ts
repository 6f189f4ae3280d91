import { z } from 'zod';
import { ModelError } from '../errors.js';
import type { BoxXyxyPx } from '../geometry/box.js';

/** The box of the aligned frame that a network sees, as its manifest says. */
export const cropSchema = z.object({
  frameWidthPx: z.number().positive(),
  frameHeightPx: z.number().positive(),
  boxXyxyPx: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});

/** Weights trained on another framing than alignment cuts would answer, and wrongly. @throws ModelError `weights_invalid` */
export function checkCrop({ boxXyxyPx }: z.infer<typeof cropSchema>, box: BoxXyxyPx, folder: string): void {
  if (boxXyxyPx.join() === box.join()) return;
  throw new ModelError(
    'weights_invalid',
    `${folder}/manifest.json: crop.boxXyxyPx is [${boxXyxyPx.join()}], faces are aligned to [${box.join()}].`,
    'Train on the crop that alignment makes.',
  );
}

import { z } from 'zod';
import { networkFileSchema } from '../weights/weights-folder.js';

const point = z.tuple([z.number(), z.number()]);

/** `manifest.json` beside the detector, written by the training that made it. */
export const detectorManifestSchema = z.object({
  version: z.string().min(1),
  detector: networkFileSchema,
  detection: z.object({ minScore: z.number().min(0).max(1), nmsIou: z.number().min(0).max(1) }),
  /** Where it finds the five points of CelebA's training photos, on average, in pixels of the 178×218 frame. */
  points: z.object({ destinationXyPx: z.tuple([point, point, point, point, point]) }),
  measured: z.record(z.string(), z.unknown()),
});
export type DetectorManifest = z.infer<typeof detectorManifestSchema>;

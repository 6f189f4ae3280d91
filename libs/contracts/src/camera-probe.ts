import { z } from 'zod';
import { cameraSpecSchema } from './camera.js';

/** What is tried of a camera, in this order; what comes after the first failure is not tried. */
export const PROBE_STEPS = ['name', 'port', 'login', 'stream', 'picture', 'faces'] as const;

export const probeStepSchema = z.object({
  step: z.enum(PROBE_STEPS),
  ok: z.boolean(),
  /** What was found. */
  detail: z.string(),
  /** What to do; null where nothing is to be done. */
  remedy: z.string().nullable(),
});
export type ProbeStep = z.infer<typeof probeStepSchema>;

/** A camera that a worker is to try out, once. */
export const probeOrderSchema = z.object({ probeId: z.uuid(), camera: cameraSpecSchema });
export type ProbeOrder = z.infer<typeof probeOrderSchema>;

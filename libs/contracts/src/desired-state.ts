import { z } from 'zod';
import { probeOrderSchema } from './camera-probe.js';
import { cameraSourcesSchema } from './camera-sources.js';
import { cameraIdSchema, cameraSpecSchema } from './camera.js';
import { workerConfigSchema } from './worker-config.js';

/** api → worker: everything that is wanted of a worker, as one document. Each replaces the one before; the worker makes it so and echoes the revision. */
export const desiredStateSchema = z.object({
  /** Grows with every change; of two documents the one with the larger revision counts. */
  revision: z.number().int().positive(),
  /** Read once, when the worker starts. */
  config: workerConfigSchema,
  /** Read once, too. */
  cameraSources: cameraSourcesSchema,
  cameras: z.array(cameraSpecSchema),
  /** By camera: the epoch of the lease under which this worker has it. Absent where there is one worker. */
  epochs: z.record(cameraIdSchema, z.number().int().positive()).optional(),
  /** Cameras somebody is watching now; previews are made for no other. */
  watchedCameraIds: z.array(cameraIdSchema),
  /** How often somebody has asked to try a camera at once; a number that grew ends its wait. */
  retries: z.record(cameraIdSchema, z.number().int().nonnegative()),
  /** Cameras to be tried out; each once, whatever document it stands in again. */
  probes: z.array(probeOrderSchema),
});
export type DesiredState = z.infer<typeof desiredStateSchema>;

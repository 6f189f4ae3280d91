import { z } from 'zod';
import { workerRuntimeSchema } from './worker-runtime.js';

/** Name of a stream worker, or of a group of them: such as a machine's, or a site's. */
export const workerNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/i, 'use 1–32 letters, digits, "-" or "_", starting with a letter or digit');

/** What a stream worker that joins a fleet says of itself, every second. */
export const memberSchema = z.object({
  name: workerNameSchema,
  group: workerNameSchema.nullable(),
  /** Cameras that it can look at. */
  capacity: z.number().int().positive(),
  /** It is about to go, and gives away what it has. */
  isDraining: z.boolean(),
  /** Revision of the newest desired state that it has made so, with everything that it counted before on the server's disk. */
  settledRevision: z.number().int().nonnegative(),
  /** Null until its networks are loaded. */
  runtime: workerRuntimeSchema.nullable(),
  /** Reports of counts that wait for the way to the store, and those left out because too many waited. */
  waitingReports: z.number().int().nonnegative(),
  droppedReports: z.number().int().nonnegative(),
});
export type Member = z.infer<typeof memberSchema>;

/** How one worker of a fleet stands. */
export const memberViewSchema = memberSchema.extend({
  /** One run of the worker. */
  id: z.string(),
  cameras: z.number().int().nonnegative(),
});

/** How a fleet of workers stands. */
export const fleetStatusSchema = z.object({
  workers: z.array(memberViewSchema),
  /** Enabled cameras that nobody looks at. */
  unownedCameraIds: z.array(z.string()),
  /** Visits that a worker counted after its camera had been given to another: they are not in the counts. */
  refusedVisits: z.number().int().nonnegative(),
});
export type FleetStatus = z.infer<typeof fleetStatusSchema>;

import { z } from 'zod';
import { fleetStatusSchema } from './member.js';
import { workerRuntimeSchema, workerStatsSchema } from './worker-runtime.js';

/** Answer of `GET /health`, which needs no token. */
export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded', 'starting']),
  version: z.string(),
  uptimeS: z.number().nonnegative(),
});
export type Health = z.infer<typeof healthSchema>;

/** Answer of `GET /ready`, which needs no token: 200 when all checks hold, else 503. */
export const readinessSchema = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.enum(['worker', 'store']), ok: z.boolean() })),
});
export type Readiness = z.infer<typeof readinessSchema>;

/** Answer of `GET /api/v1/status`: what the service runs on and how it fares. */
export const serviceStatusSchema = healthSchema.extend({
  worker: z.object({
    state: z.enum(['starting', 'ready', 'restarting', 'failed']),
    restarts: z.number().int().nonnegative(),
    /** Revision of the desired state that the worker last made so; null before the first. */
    appliedRevision: z.number().int().positive().nullable(),
    runtime: workerRuntimeSchema.nullable(),
    stats: workerStatsSchema.nullable(),
    message: z.string().nullable(),
  }),
  /** Whether counts are stored, and what did not get into them. */
  store: z.object({
    state: z.enum(['ok', 'failing']),
    /** Why the store takes no counts; they wait in memory meanwhile. */
    message: z.string().nullable(),
    /** Came after their quarter hour was settled. */
    lateVisits: z.number().int().nonnegative(),
    /** Writes that were stored and were lost, because the database’s log was cut before this start. */
    lostCommits: z.number().int().nonnegative(),
    /** Quarter hours that end by then are settled. */
    settledUntil: z.iso.datetime().nullable(),
  }),
  /** Null where the one worker is started by the service. */
  fleet: fleetStatusSchema.nullable(),
  subscribers: z.object({
    connected: z.number().int().nonnegative(),
    /** Connections that have not shown a token yet. */
    strangers: z.number().int().nonnegative(),
    droppedMessages: z.number().int().nonnegative(),
  }),
});
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;

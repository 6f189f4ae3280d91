import { z } from 'zod';
import { workerRuntimeSchema, workerStatsSchema } from './bus.js';

/** Answer of `GET /health`, which needs no token. */
export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded', 'starting']),
  version: z.string(),
  uptimeS: z.number().nonnegative(),
});
export type Health = z.infer<typeof healthSchema>;

/** Answer of `GET /api/v1/status`: what the service runs on and how it fares. */
export const serviceStatusSchema = healthSchema.extend({
  worker: z.object({
    state: z.enum(['starting', 'ready', 'restarting', 'failed']),
    restarts: z.number().int().nonnegative(),
    runtime: workerRuntimeSchema.nullable(),
    stats: workerStatsSchema.nullable(),
    message: z.string().nullable(),
  }),
  subscribers: z.object({
    connected: z.number().int().nonnegative(),
    droppedMessages: z.number().int().nonnegative(),
  }),
});
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;

import { z } from 'zod';
import { probeStepSchema } from './camera-probe.js';
import { cameraIdSchema, cameraStatusSchema } from './camera.js';
import { previewSchema } from './live-views.js';
import { memberSchema } from './member.js';
import { visitUpdateSchema } from './visit.js';
import { workerRuntimeSchema, workerStatsSchema } from './worker-runtime.js';

/** How much of one minute of one camera was analysed. Repeated while the minute runs; the last word counts. */
export const coverageSchema = z.object({
  cameraId: cameraIdSchema,
  /** UTC epoch ms of the minute's first millisecond. */
  minuteStartMs: z.number().int().nonnegative(),
  /** Time of this minute in which frames were analysed as often as visits need it, ms. */
  analysedMs: z.number().int().min(0).max(60_000),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** worker → api. */
export const workerEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), runtime: workerRuntimeSchema }),
  z.object({ kind: z.literal('fatal'), message: z.string(), remedy: z.string() }),
  /** The desired state of this revision is what runs now. */
  z.object({ kind: z.literal('applied'), revision: z.number().int().positive() }),
  /** Of a worker that joined by itself. */
  z.object({ kind: z.literal('member'), member: memberSchema }),
  z.object({ kind: z.literal('camera'), status: cameraStatusSchema }),
  z.object({ kind: z.literal('probed'), probeId: z.uuid(), steps: z.array(probeStepSchema) }),
  z.object({ kind: z.literal('visit'), visit: visitUpdateSchema }),
  z.object({ kind: z.literal('coverage'), coverage: coverageSchema }),
  z.object({ kind: z.literal('preview'), preview: previewSchema }),
  z.object({ kind: z.literal('stats'), stats: workerStatsSchema }),
]);
export type WorkerEvent = z.infer<typeof workerEventSchema>;

import { z } from 'zod';
import { cameraIdSchema } from './camera.js';

const count = z.number().int();

/** What is to be added to one minute of one place: `camera` or `camera/zone`. Negative where a visit was corrected. */
const changeSchema = z.object({
  place: z.string().min(1).max(130),
  /** UTC epoch ms of the minute's first millisecond. */
  minuteStartMs: count.nonnegative(),
  visits: count,
  analysedMs: z.number(),
  /** Number of the cell, and what is added to it. */
  cells: z.array(z.tuple([count.nonnegative(), count])),
});

/** Worker → store: what a worker of a fleet counted since its last report. Counts alone: no visit is in it, and no look of one. */
export const countReportSchema = z.object({
  /** One run of one worker, which numbers its reports upwards: the pair names this one for ever. */
  source: z.uuid(),
  seq: count.positive(),
  /** When it was taken, on the worker's clock, UTC epoch ms: nothing in it was counted later. */
  takenAtMs: count.nonnegative(),
  /** By camera: the epoch of the lease under which it was counted. */
  epochs: z.record(cameraIdSchema, count.positive()),
  changes: z.array(changeSchema),
});
export type CountReport = z.infer<typeof countReportSchema>;

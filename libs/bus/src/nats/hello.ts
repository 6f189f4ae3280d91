import { z } from 'zod';

/** A worker says again and again that it is there. */
export const helloSchema = z.object({
  /** Seals what is wanted of it. */
  publicKey: z.string().min(1).max(200),
  /** Revision of the newest document it has read; 0 before the first. */
  heardRevision: z.number().int().nonnegative(),
  /** It goes, and says so. */
  isLeaving: z.boolean(),
});
export type Hello = z.infer<typeof helloSchema>;

/** From one hello to the next. */
export const HELLO_EVERY_MS = 1_000;
/** A worker that was not heard for so long is out of reach. */
export const SILENCE_MS = 5_000;

import { z } from 'zod';
import { aggregateBucketSchema } from './aggregate.js';
import { cameraIdSchema, cameraStatusSchema } from './camera.js';
import { apiErrorSchema } from './errors.js';
import { boxXyxyNormSchema, trackUpdateSchema } from './track.js';

/** What a subscriber may ask for on `/ws/v1`. */
export const TOPICS = ['tracks', 'aggregates', 'cameras', 'preview'] as const;
export const topicSchema = z.enum(TOPICS);
export type Topic = z.infer<typeof topicSchema>;

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auth'), token: z.string().min(1).max(512) }).strict(),
  z
    .object({
      type: z.literal('subscribe'),
      topics: z.array(topicSchema).min(1),
      /** All cameras when absent. */
      cameraIds: z.array(cameraIdSchema).optional(),
    })
    .strict(),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** A low-rate picture with faces blurred, as base64 JPEG, and the boxes that belong to it. */
export const previewSchema = z.object({
  cameraId: cameraIdSchema,
  atMs: z.number().int().nonnegative(),
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  jpegBase64: z.string(),
  facesBlurred: z.boolean(),
  boxes: z.array(z.object({ trackId: z.string(), box: boxXyxyNormSchema })),
});
export type Preview = z.infer<typeof previewSchema>;

/** `seq` counts the messages sent on one connection, from 1; a gap means that the client was too slow and messages were coalesced or dropped. */
const envelope = { seq: z.number().int().positive() };

export const serverMessageSchema = z.discriminatedUnion('type', [
  trackUpdateSchema.extend({ type: z.literal('track'), ...envelope }),
  aggregateBucketSchema.extend({
    type: z.literal('aggregate'),
    atMs: z.number().int().nonnegative(),
    ...envelope,
  }),
  cameraStatusSchema.extend({ type: z.literal('camera'), name: z.string(), ...envelope }),
  previewSchema.extend({ type: z.literal('preview'), ...envelope }),
  apiErrorSchema.extend({
    type: z.literal('error'),
    cameraId: cameraIdSchema.nullable(),
    atMs: z.number().int().nonnegative(),
    ...envelope,
  }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

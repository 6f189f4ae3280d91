import { z } from 'zod';
import { cameraListSchema } from './auth.js';

/** What a webhook can be told of. */
export const WEBHOOK_EVENTS = [
  'camera.trouble',
  'camera.recovered',
  'camera.removed',
  'block.published',
  'policy.changed',
] as const;
export const webhookEventSchema = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

/** The body of every delivery. `id` stays the same when it is tried again: a receiver drops what it has seen. */
export const webhookPayloadSchema = z.object({
  id: z.string(),
  event: webhookEventSchema,
  atMs: z.number().int().nonnegative(),
  /** Null where it concerns no single camera. */
  cameraId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type WebhookPayload = z.infer<typeof webhookPayloadSchema>;

export const webhookCreateSchema = z
  .object({
    name: z.string().trim().min(1).max(120),
    url: z.url({ protocol: /^https?$/ }).max(2_048),
    events: z.array(webhookEventSchema).min(1),
    cameraIds: cameraListSchema.default(null),
    /** `block.published` only of at least so many visits. */
    atLeastVisits: z.number().int().nonnegative().default(0),
  })
  .strict();
export type WebhookCreate = z.infer<typeof webhookCreateSchema>;

/** A delivery that was given up. */
export const deadLetterSchema = z.object({
  atMs: z.number().int().nonnegative(),
  why: z.string(),
  payload: webhookPayloadSchema,
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

export const webhookViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Without user, password and query. */
  url: z.string(),
  events: z.array(webhookEventSchema),
  cameraIds: cameraListSchema,
  atLeastVisits: z.number().int().nonnegative(),
  createdAtMs: z.number().int().nonnegative(),
  delivered: z.number().int().nonnegative(),
  waiting: z.number().int().nonnegative(),
  /** Given up, oldest first; only the newest are kept. */
  deadLetters: z.array(deadLetterSchema),
  /** Of the last try that failed; null after one that did not. */
  lastError: z.string().nullable(),
});
export type WebhookView = z.infer<typeof webhookViewSchema>;

/** `secret` is shown this once; the receiver checks the signature with it. */
export const webhookCreatedSchema = webhookViewSchema.extend({ secret: z.string() });
export type WebhookCreated = z.infer<typeof webhookCreatedSchema>;

import { z } from 'zod';
import { scopeSchema, type Scope } from './auth.js';
import { cameraEventSchema, cameraIdSchema, cameraStatusSchema } from './camera.js';
import { apiErrorSchema } from './errors.js';
import { audienceSchema, previewSchema, publishedBlockSchema, runningHourSchema } from './live-views.js';
import { visitUpdateSchema } from './visit.js';

/** What a subscriber may ask for on `/ws/v1`, and what it must be allowed for that. */
export const SCOPE_BY_TOPIC = {
  /** Every word on every visit, as it happens. */
  visits: 'live:read',
  /** The last word on each visit alone. */
  finals: 'live:read',
  /** Who is before a camera or a zone now, once a second, as counts. */
  audience: 'live:read',
  /** The last sixty minutes of each camera. */
  hour: 'live:read',
  cameras: 'cameras:read',
  preview: 'preview:read',
  /** A block of history was closed and let out. */
  published: 'stats:read',
} as const satisfies Record<string, Scope>;

export type Topic = keyof typeof SCOPE_BY_TOPIC;
export const TOPICS = Object.keys(SCOPE_BY_TOPIC) as [Topic, ...Topic[]];
export const topicSchema = z.enum(TOPICS);

/** A place in the service's stream of messages; opaque. */
export const cursorSchema = z.string().regex(/^[\w-]{1,24}\.\d{1,15}$/, 'use the `cursor` of a message');

/** More cameras than a site can have are a mistake. */
const MAX_CAMERA_IDS = 256;

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auth'), token: z.string().min(1).max(512) }).strict(),
  z
    .object({
      type: z.literal('subscribe'),
      topics: z.array(topicSchema).min(1).max(TOPICS.length),
      /** All cameras when absent, those to come too. */
      cameraIds: z.array(cameraIdSchema).max(MAX_CAMERA_IDS).optional(),
      /** Of the last message that was understood: what came after it is sent first, as far as it is still kept. */
      after: cursorSchema.optional(),
    })
    .strict(),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/**
 * `seq` counts the messages meant for one connection, from 1; a gap means that the client was too slow and messages were replaced or
 * dropped. `cursor` is where to go on after a lost connection.
 */
const envelope = { seq: z.number().int().positive(), cursor: cursorSchema };
/** Of messages that concern no single camera. */
const siteWide = { cameraId: z.null(), atMs: z.number().int().nonnegative(), ...envelope };

export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    version: z.string(),
    /** IANA zone in which this site's hours and days begin. */
    siteTimeZone: z.string(),
    policyVersion: z.number().int().nonnegative(),
    /** A connection on which nothing came for twice as long is dead. */
    heartbeatMs: z.number().int().positive(),
    ...siteWide,
  }),
  z.object({
    type: z.literal('subscribed'),
    /** What is really sent from now on. */
    topics: z.array(topicSchema),
    /** Topics that this token or session may not hear. */
    refused: z.array(z.object({ topic: topicSchema, needs: scopeSchema })),
    /** Null for all cameras. */
    cameraIds: z.array(cameraIdSchema).nullable(),
    /** Asked for, and not there or not for this token. They are sent once they are. */
    unknownCameraIds: z.array(cameraIdSchema),
    /** Whether everything after the cursor follows; null when none was given. False: ask REST how things stand. */
    resumed: z.boolean().nullable(),
    ...siteWide,
  }),
  z.object({ type: z.literal('heartbeat'), ...siteWide }),
  visitUpdateSchema.extend({ type: z.literal('visit'), ...envelope }),
  audienceSchema.extend({ type: z.literal('audience'), ...envelope }),
  runningHourSchema.extend({ type: z.literal('hour'), ...envelope }),
  cameraStatusSchema.extend({ type: z.literal('camera'), name: z.string(), ...envelope }),
  cameraEventSchema.extend({ type: z.literal('camera-event'), ...envelope }),
  z.object({
    type: z.literal('camera-removed'),
    cameraId: cameraIdSchema,
    atMs: z.number().int().nonnegative(),
    ...envelope,
  }),
  previewSchema.extend({ type: z.literal('preview'), ...envelope }),
  publishedBlockSchema.extend({ type: z.literal('published'), ...envelope }),
  apiErrorSchema.extend({ type: z.literal('error'), ...siteWide }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

/** Why the service ends a connection; codes from 4000 are its own. */
export const CLOSE_CODES = {
  goingAway: 1001,
  tooManyMessages: 1008,
  tooSlow: 1013,
  /** No token or a wrong one, or something else came before it. */
  unauthorised: 4401,
  /** The session or token was revoked, ran out, or may less than before: log in anew. */
  revoked: 4403,
} as const;

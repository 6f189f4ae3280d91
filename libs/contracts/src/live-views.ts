import { z } from 'zod';
import { attributeNameSchema } from './attributes.js';
import { ageBracketSchema } from './counts.js';
import { cameraIdSchema } from './camera.js';
import { rowSchema } from './query.js';
import { boxXyxyNormSchema, genderSchema } from './visit.js';
import { pictureModeSchema } from './worker-config.js';

const count = z.number().int().nonnegative();
const epochMs = z.number().int().nonnegative();

/** What is seen of one camera, at a low rate: where people are, and a picture where the configuration wants one. */
export const previewSchema = z.object({
  cameraId: cameraIdSchema,
  atMs: epochMs,
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  /** What the picture shows of people: nothing at all, mosaics in place of faces, or everything. */
  picture: pictureModeSchema,
  /** JPEG; null where `picture` is `none`. */
  jpegBase64: z.string().nullable(),
  /** A fact of this picture: no face that was looked for in it, at a low threshold, is left to recognise. */
  facesBlurred: z.boolean(),
  /** Of confirmed visits. */
  boxes: z.array(z.object({ visitId: z.string(), box: boxXyxyNormSchema })),
});
export type Preview = z.infer<typeof previewSchema>;

export const audienceGroupSchema = z.object({ gender: genderSchema, age: ageBracketSchema, people: count });

/** Who is before a camera, or in one of its zones, now. For signage: groups, never a person, and only of enough people. */
export const audienceSchema = z.object({
  cameraId: cameraIdSchema,
  /** Null for the whole picture. */
  zoneId: z.string().nullable(),
  atMs: epochMs,
  people: count,
  /** Null while there are fewer than `atLeast` people. Groups without anybody are absent. */
  groups: z.array(audienceGroupSchema).nullable(),
  atLeast: z.number().int().positive(),
});
export type Audience = z.infer<typeof audienceSchema>;

/** The last sixty minutes of one camera. A visit belongs to the minute of its first sight. In memory only; never stored. */
export const runningHourSchema = z.object({
  cameraId: cameraIdSchema,
  atMs: epochMs,
  visits: count,
  /** Visits of each of the sixty minutes, oldest first; the last is the running one. */
  visitsByMinute: z.array(count).length(60),
  /** Start of the first of them. */
  fromMs: epochMs,
  groups: z.array(z.object({ gender: genderSchema, age: ageBracketSchema, visits: count })),
  /** Visits that have each attribute; those that the policy switches off are absent. */
  attributes: z.partialRecord(attributeNameSchema, count),
});
export type RunningHour = z.infer<typeof runningHourSchema>;

/** A block of a place's history was closed. */
export const publishedBlockSchema = z.object({
  cameraId: cameraIdSchema,
  /** Null for the whole camera. */
  zoneId: z.string().nullable(),
  atMs: epochMs,
  /** The block, UTC epoch ms; `toMs` is exclusive. */
  fromMs: epochMs,
  toMs: epochMs,
  /** Exact and public. */
  visits: count,
  /** What `GET /api/v1/query` answers for this place and range, to the digit: `{ women, women_low, women_high, women_reason, … }`. */
  figures: rowSchema,
});
export type PublishedBlock = z.infer<typeof publishedBlockSchema>;

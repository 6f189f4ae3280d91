import { z } from 'zod';
import { attributeNameSchema } from './attributes.js';
import { cameraIdSchema } from './camera.js';
import { genderSchema } from './track.js';

/** Age brackets by their first year; the last is open. */
export const AGE_BRACKETS = ['0-14', '15-24', '25-34', '35-44', '45-54', '55-64', '65+'] as const;
export const ageBracketSchema = z.enum(AGE_BRACKETS);
export type AgeBracket = z.infer<typeof ageBracketSchema>;

const BRACKET_STARTS = AGE_BRACKETS.map((bracket) => Number.parseInt(bracket, 10));

/** @returns the bracket of an age in years */
export function ageBracketOf(ageYears: number): AgeBracket {
  const index = BRACKET_STARTS.findLastIndex((startYears) => ageYears >= startYears);
  return AGE_BRACKETS[Math.max(0, index)]!;
}

const countSchema = z.number().int().nonnegative();

/** Counts over the visits of one bucket. A visit belongs to the minute in which it was first seen. */
export const aggregateCountsSchema = z.object({
  visitors: countSchema,
  gender: z.record(genderSchema, countSchema),
  age: z.record(ageBracketSchema, countSchema),
  /** Visitors whose attribute probability is at least 0.5; attributes switched off are absent. */
  attributes: z.partialRecord(attributeNameSchema, countSchema),
  /** Visitors behind each kind of figure. */
  sampleSizes: z.object({ gender: countSchema, age: countSchema, attributes: countSchema }),
});
export type AggregateCounts = z.infer<typeof aggregateCountsSchema>;

export const bucketUnitSchema = z.enum(['minute', 'hour', 'day']);
export type BucketUnit = z.infer<typeof bucketUnitSchema>;

/** One bucket as REST and the live gateway show it. `cameraId` is null when the bucket sums over cameras. */
export const aggregateBucketSchema = aggregateCountsSchema.extend({
  cameraId: cameraIdSchema.nullable(),
  /** ISO 8601 with the zone's offset; `end` is exclusive. */
  start: z.iso.datetime({ offset: true }),
  end: z.iso.datetime({ offset: true }),
});
export type AggregateBucket = z.infer<typeof aggregateBucketSchema>;

export const aggregateQuerySchema = z
  .object({
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    bucket: bucketUnitSchema.default('hour'),
    cameraId: cameraIdSchema.optional(),
    /** IANA zone in which hours and days begin; the site's zone when absent. */
    tz: z.string().optional(),
  })
  .strict();
export type AggregateQuery = z.infer<typeof aggregateQuerySchema>;

/** Answer of `GET /api/v1/aggregates`; only buckets with visitors are listed, in time order. */
export const aggregateResponseSchema = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  bucket: bucketUnitSchema,
  tz: z.string(),
  cameraId: cameraIdSchema.nullable(),
  total: aggregateCountsSchema,
  buckets: z.array(aggregateBucketSchema),
});
export type AggregateResponse = z.infer<typeof aggregateResponseSchema>;

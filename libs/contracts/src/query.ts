import { z } from 'zod';
import { ATTRIBUTE_NAMES, attributeNameSchema, type AttributeName } from './attributes.js';
import { COUNTED_AGES, COUNTED_GENDERS } from './counts.js';

/** What can be asked for. Public ones are exact; the others come from published blocks and have an interval. */
export const PLAIN_METRICS = {
  visits: { unit: 'visits', meaning: 'Visits; exact, unless they are split or filtered by gender, age or dwell' },
  coverage: { unit: 'share', meaning: 'Part of the time in which the cameras were analysed, 0–1; exact' },
  analysedS: { unit: 's', meaning: 'Time in which the cameras were analysed, summed over cameras; exact' },
  women: { unit: 'visits', meaning: 'Visits of women' },
  men: { unit: 'visits', meaning: 'Visits of men' },
  genderUnknown: { unit: 'visits', meaning: 'Visits whose gender was in doubt' },
  womenShare: { unit: 'share', meaning: 'Women among visits of known gender, 0–1' },
  menShare: { unit: 'share', meaning: 'Men among visits of known gender, 0–1' },
  dwellMedianS: { unit: 's', meaning: 'Half of the visits stayed shorter' },
  dwellP90S: { unit: 's', meaning: 'Nine of ten visits stayed shorter' },
  share: { unit: 'share', meaning: 'Visits with the attribute of the row (groupBy `attribute`), 0–1' },
  conversion: {
    unit: 'ratio',
    meaning: 'Visits of `conversion.to` for each visit of `conversion.from`; exact; nobody is followed',
  },
} as const satisfies Record<string, { unit: string; meaning: string }>;
export type PlainMetric = keyof typeof PLAIN_METRICS;

export type AttributeMetric = `share_${AttributeName}`;
export type Metric = PlainMetric | AttributeMetric;
const plainNames = Object.keys(PLAIN_METRICS) as PlainMetric[];
const attributeMetrics = ATTRIBUTE_NAMES.map((name): AttributeMetric => `share_${name}`);
export const metricSchema = z.enum([...plainNames, ...attributeMetrics] as [Metric, ...Metric[]]);

export const TIME_DIMENSIONS = ['time:minute', 'time:15m', 'time:hour', 'time:day', 'time:week', 'time:month'] as const;
export const DIMENSIONS = {
  'time:minute': 'Minutes; visits and coverage only',
  'time:15m': 'Quarter hours',
  'time:hour': 'Hours of the zone’s clock; the doubled one of a clock change is two',
  'time:day': 'Days of the zone; 23 or 25 hours long when the clocks change',
  'time:week': 'Weeks from Monday',
  'time:month': 'Months',
  hourOfDay: 'Hour of the day, 0–23, over all days of the range',
  weekday: 'Day of the week, Monday to Sunday',
  site: 'The site as a whole',
  camera: 'Cameras, deleted ones too',
  zone: 'Zones and count lines of cameras',
  group: 'Groups of cameras',
  gender: 'female, male, unknown',
  age: 'Age brackets in years, and unknown',
  dwell: 'Time before the camera, in seconds',
  attribute: 'Attributes that the policy lets out; with the metric `share`',
} as const;
export type Dimension = keyof typeof DIMENSIONS;
export const dimensionSchema = z.enum(Object.keys(DIMENSIONS) as [Dimension, ...Dimension[]]);

const names = z.array(z.string().min(1).max(128)).min(1).max(256);
export const filtersSchema = z
  .object({
    camera: names.optional(),
    zone: names.optional(),
    group: names.optional(),
    gender: z.array(z.enum(COUNTED_GENDERS)).min(1).optional(),
    age: z.array(z.enum(COUNTED_AGES)).min(1).optional(),
    attribute: z.array(attributeNameSchema).min(1).optional(),
  })
  .strict();
export type Filters = z.infer<typeof filtersSchema>;
export const FILTER_NAMES = Object.keys(filtersSchema.shape) as (keyof Filters)[];

/** ISO with an offset, a local date or time (`2026-03-29`, `2026-03-29T14:30`), epoch ms, or a word: see `docs/api.md`. */
export const momentSchema = z.union([
  z
    .string()
    .regex(/^[\w:+.\-TZ]{1,40}$/, 'write an ISO time, a date, epoch milliseconds, or a word such as 7d, today, yesterday'),
  z.number().int(),
]);
export type Moment = z.infer<typeof momentSchema>;

export const compareSchema = z.union([z.enum(['previousPeriod', 'previousYear']), z.tuple([momentSchema, momentSchema])]);

/** The most rows of one answer; an export has no such limit. */
export const MAX_ROWS = 10_000;

export const querySchema = z
  .object({
    metrics: z.array(metricSchema).min(1).max(64),
    groupBy: z.array(dimensionSchema).max(6).default([]),
    filters: filtersSchema.default({}),
    from: momentSchema,
    /** Now when absent; the end of yesterday for `yesterday`, and so on. */
    to: momentSchema.optional(),
    /** IANA zone in which hours and days begin; the site's when absent. */
    tz: z.string().max(64).optional(),
    compare: compareSchema.optional(),
    /** Places, as `camera` or `camera/zone`. */
    conversion: z
      .object({ from: z.string().max(128), to: z.string().max(128) })
      .strict()
      .optional(),
    /** A column of the rows; `-visits` for the largest first. */
    orderBy: z.string().max(64).optional(),
    limit: z.number().int().min(1).max(MAX_ROWS).optional(),
  })
  .strict();
export type Query = z.infer<typeof querySchema>;
export type QueryInput = z.input<typeof querySchema>;

export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** `{ time, camera, …, visits, women, women_low, women_high, women_reason, … }`: flat, as tables and spreadsheets have it. */
export const rowSchema = z.record(z.string(), cellSchema);
export type Row = z.infer<typeof rowSchema>;

export const queryAnswerSchema = z.object({
  rows: z.array(rowSchema),
  meta: z.object({
    /** As it was understood. */
    query: querySchema,
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    tz: z.string(),
    /** Quarter hours that end by then are settled. */
    asOf: z.iso.datetime({ offset: true }).nullable(),
    policyVersion: z.number().int(),
    privacy: z.enum(['noisy', 'grouped', 'exact']),
    minimumGroup: z.number().int(),
    columns: z.array(z.string()),
    rowCount: z.number().int(),
    /** Such as: part of the range is not published yet. */
    warnings: z.array(z.string()),
    /** The counts were made up for the demonstration. */
    synthetic: z.boolean(),
  }),
});
export type QueryAnswer = z.infer<typeof queryAnswerSchema>;

export const EXPORT_FORMATS = ['json', 'csv', 'parquet'] as const;
export const exportFormatSchema = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

export const exportRequestSchema = z.object({ query: querySchema, format: exportFormatSchema.default('csv') }).strict();
export type ExportRequest = z.infer<typeof exportRequestSchema>;

export const exportJobSchema = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'ready', 'failed']),
  format: exportFormatSchema,
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
  /** When the file is deleted. */
  expiresAt: z.iso.datetime(),
  message: z.string().nullable(),
});
export type ExportJob = z.infer<typeof exportJobSchema>;

export const querySchemaAnswerSchema = z.object({
  metrics: z.array(z.object({ name: z.string(), unit: z.string(), meaning: z.string(), exact: z.boolean() })),
  dimensions: z.array(z.object({ name: z.string(), meaning: z.string(), values: z.array(z.string()).optional() })),
});
export type QuerySchemaAnswer = z.infer<typeof querySchemaAnswerSchema>;

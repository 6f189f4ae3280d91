import { z } from 'zod';
import { attributeNameSchema, attributePolicySchema } from './attributes.js';
import { cameraIdSchema } from './camera.js';
import { pictureModeSchema } from './worker-config.js';

/** How looks are published: with noise, as groups without noise, or as they are (which protects nobody and needs a reason). */
export const privacyModeSchema = z.enum(['noisy', 'grouped', 'exact']);
export type PrivacyMode = z.infer<typeof privacyModeSchema>;

const days = z.number().int().min(1).max(3_650);
export const retentionSchema = z
  .object({
    /** Visits and coverage by the minute. */
    minutesDays: days.default(92),
    /** Visits by the quarter hour, and published blocks. */
    historyDays: days.default(1_096),
    auditDays: days.default(366),
  })
  .strict();

const blockRuleSchema = (visits: number, visitsAtMidnight: number) =>
  z
    .object({
      visits: z.number().int().min(20).max(100_000).default(visits),
      visitsAtMidnight: z.number().int().min(5).max(100_000).default(visitsAtMidnight),
    })
    .strict()
    .prefault({});

const scale = z.number().min(0.5).max(100).multipleOf(0.001);

/** The `history` section of the configuration. What of it may change at run time does so by the policy. */
export const historyConfigSchema = z
  .object({
    privacy: privacyModeSchema.default('noisy'),
    /** Why looks are published as they are; shown on the privacy page. */
    reason: z.string().trim().min(10).max(500).nullable().default(null),
    /** A value below is shown as "fewer than"; 10, or 20 where looks are grouped, when absent. */
    minimumGroup: z.number().int().min(5).max(1_000).nullable().default(null),
    blocks: z
      .object({ looks: blockRuleSchema(100, 10), attributes: blockRuleSchema(200, 20) })
      .strict()
      .prefault({}),
    noise: z
      .object({
        /** b of the discrete Laplace noise; one visit costs ε = 2 / b. */
        looksScale: scale.default(2),
        dwellScale: scale.default(4),
        /** ρ, over all attributes of a block. */
        attributeRho: z.number().min(0.001).max(10).multipleOf(0.001).default(0.25),
      })
      .strict()
      .prefault({}),
    retention: retentionSchema.prefault({}),
  })
  .strict()
  .refine(({ privacy, reason }) => privacy !== 'exact' || reason !== null, {
    path: ['reason'],
    message: 'is missing: looks published as they are protect nobody, so say why',
  });
export type HistoryConfig = z.infer<typeof historyConfigSchema>;

const switchesSchema = z.partialRecord(attributeNameSchema, z.boolean());

/** What holds now, as one numbered document. */
export const policySchema = z.object({
  privacy: privacyModeSchema,
  reason: z.string().nullable(),
  minimumGroup: z.number().int(),
  blocks: historyConfigSchema.shape.blocks,
  noise: historyConfigSchema.shape.noise,
  retention: retentionSchema,
  attributes: z.object({ site: switchesSchema, cameras: z.record(cameraIdSchema, switchesSchema) }),
});
export type Policy = z.infer<typeof policySchema>;

/** What may be changed while the service runs. */
export const policyPatchSchema = z
  .object({
    minimumGroup: z.number().int().min(5).max(1_000).optional(),
    retention: z
      .object({ minutesDays: days.optional(), historyDays: days.optional(), auditDays: days.optional() })
      .strict()
      .optional(),
    attributes: z
      .object({
        site: switchesSchema.optional(),
        /** Null takes a camera's own switches away. */
        cameras: z.record(cameraIdSchema, switchesSchema.nullable()).optional(),
      })
      .strict()
      .optional(),
  })
  .strict();
export type PolicyPatch = z.infer<typeof policyPatchSchema>;

export const policyVersionSchema = z.object({
  version: z.number().int().positive(),
  from: z.iso.datetime(),
  policy: policySchema,
});
export type PolicyVersion = z.infer<typeof policyVersionSchema>;

/** Answer of `GET /api/v1/privacy`. Every fact is read from what runs, none is written by hand. */
export const privacyFactsSchema = z.object({
  policy: policyVersionSchema,
  attributes: z.array(attributePolicySchema),
  processed: z.array(z.string()),
  stored: z.array(z.object({ what: z.string(), where: z.string(), kept: z.string(), seenBy: z.string() })),
  never: z.array(z.string()),
  protection: z.object({
    mode: privacyModeSchema,
    explained: z.string(),
    /** ε at δ = 10⁻⁶ of one visit in one place; null where there is no noise. */
    epsilon: z.object({ looks: z.number(), dwell: z.number(), attributes: z.number(), all: z.number() }).nullable(),
    limits: z.array(z.string()),
  }),
  live: z.object({ explained: z.string(), picture: pictureModeSchema }),
  /** The last run of the tests of privacy on this installation; null when they never ran here. */
  proved: z.object({ at: z.iso.datetime(), version: z.string(), tests: z.number().int() }).nullable(),
  synthetic: z.boolean(),
});
export type PrivacyFacts = z.infer<typeof privacyFactsSchema>;

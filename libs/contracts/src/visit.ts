import { z } from 'zod';
import { ATTRIBUTE_NAMES, attributeProbabilitiesSchema } from './attributes.js';
import { cameraIdSchema } from './camera.js';

/** `[x0, y0, x1, y1]` as fractions of the frame's width and height, clamped to 0–1. */
export const boxXyxyNormSchema = z.tuple([
  z.number().min(0).max(1),
  z.number().min(0).max(1),
  z.number().min(0).max(1),
  z.number().min(0).max(1),
]);
export type BoxXyxyNorm = z.infer<typeof boxXyxyNormSchema>;

/** `unknown` where the networks cannot tell: a doubtful gender is not a gender. */
export const genderSchema = z.enum(['female', 'male', 'unknown']);
export type Gender = z.infer<typeof genderSchema>;

/**
 * What is known of one visit (one person in front of one camera, re-entries merged) at one moment. Values are fused over the
 * visit's best faces. Sent when they become stable, when they change, about once a second while the person moves, and once with `final`.
 */
export const visitUpdateSchema = z.object({
  cameraId: cameraIdSchema,
  /** Opaque; unique over cameras and restarts; not derived from the face. */
  visitId: z.string().min(1).max(64),
  /** Capture time of the frame the box belongs to, UTC epoch ms. */
  atMs: z.number().int().nonnegative(),
  /** Capture time of the visit's first frame, UTC epoch ms. */
  firstSeenAtMs: z.number().int().nonnegative(),
  box: boxXyxyNormSchema,
  /** Zones of the camera in which the visit has been so far. */
  zoneIds: z.array(z.string().min(1).max(63)),
  ageYears: z.number().min(0).max(120),
  /** One standard deviation of the age over the fused faces plus the estimator's own error, years. */
  ageSpreadYears: z.number().nonnegative(),
  gender: genderSchema,
  /** Probability of the stated gender, of the likelier one where it is unknown; 0.5–1. */
  genderProbability: z.number().min(0.5).max(1),
  attributes: attributeProbabilitiesSchema,
  /** Quality of the best fused face, 0–1. */
  quality: z.number().min(0).max(1),
  /** Faces fused so far. */
  faces: z.number().int().positive(),
  /** From capture of the frame to sending of this message, ms. */
  frameAgeMs: z.number().nonnegative(),
  final: z.boolean(),
});
export type VisitUpdate = z.infer<typeof visitUpdateSchema>;

/** Number of attributes, M of the paper (§3.2). */
export const ATTRIBUTE_COUNT = ATTRIBUTE_NAMES.length;

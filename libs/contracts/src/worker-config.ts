import { z } from 'zod';

export const providerSchema = z.enum(['auto', 'cpu', 'cuda', 'tensorrt', 'webgpu']);
export type Provider = z.infer<typeof providerSchema>;

/** Numbers the attribute networks compute in on a CPU; `auto` is int8 where the CPU has instructions for it. A GPU computes in fp32. */
export const precisionSchema = z.enum(['auto', 'fp32', 'int8']);
export type Precision = z.infer<typeof precisionSchema>;

/** Sizes of the attribute networks; `paper` is made by training and wants a GPU (training/README.md). */
export const profileSchema = z.enum(['compact', 'paper']);
export type Profile = z.infer<typeof profileSchema>;

export const detectorModelSchema = z.enum(['tiny', 'ssd']);
export type DetectorModel = z.infer<typeof detectorModelSchema>;

const milliseconds = z.number().int().positive();

/** The `worker` section of the configuration. Every number carries its unit in its name. */
export const workerConfigSchema = z.object({
  ingest: z
    .object({
      /** No frame for this long is a loss, whatever the process says. */
      stallMs: milliseconds.default(3_000),
      /** A first frame may take longer: connection, probing, the first key frame. */
      connectMs: milliseconds.default(10_000),
      backoffMinMs: milliseconds.default(500),
      backoffMaxMs: milliseconds.default(15_000),
      /** Width of the small frame that detection looks at. */
      detectWidthPx: z.number().int().min(160).max(1920).default(640),
    })
    .prefault({}),
  detection: z
    .object({
      model: detectorModelSchema.default('tiny'),
      /** Side of the tiny detector's square input; the SSD's is fixed at 512. A multiple of 32. */
      inputSizePx: z.number().int().min(128).max(1024).multipleOf(32).default(608),
      minConfidence: z.number().min(0).max(1).default(0.5),
      /** Detect on every Nth analysed frame; the tracker predicts in between. */
      everyFrames: z.number().int().min(1).max(30).default(2),
      /** Worker threads, each with its own copy of the networks. */
      threads: z.number().int().min(1).max(16).default(1),
    })
    .prefault({}),
  quality: z
    .object({
      minFacePx: z.number().min(8).default(24),
      /** Variance of the Laplacian of the aligned grey crop, below which a face is too blurred to be judged. */
      minSharpness: z.number().nonnegative().default(7),
      maxYawDeg: z.number().min(0).max(90).default(50),
      maxRollDeg: z.number().min(0).max(180).default(45),
    })
    .prefault({}),
  tracking: z
    .object({
      /** Detections before a track counts as a person. */
      minHits: z.number().int().min(1).default(3),
      /** A track unseen for this long has left. */
      maxLostMs: milliseconds.default(1_500),
      minIou: z.number().min(0).max(1).default(0.2),
      /** Someone who reappears within this time near where they left is the same visit. */
      reentryMs: milliseconds.default(8_000),
      /** …and within this many face widths. */
      reentryFaceWidths: z.number().positive().default(2.5),
      /** Crops of one track that go on to the networks per second. */
      facesPerSecond: z.number().positive().default(2),
    })
    .prefault({}),
  inference: z
    .object({
      profile: profileSchema.default('compact'),
      provider: providerSchema.default('auto'),
      precision: precisionSchema.default('auto'),
      intraOpNumThreads: z.number().int().min(1).default(1),
      maxBatchFaces: z.number().int().min(1).default(8),
      maxBatchWaitMs: milliseconds.default(40),
      maxQueuedFaces: z.number().int().min(1).default(64),
    })
    .prefault({}),
  publish: z
    .object({
      /** A moving track is repeated at most this often. */
      trackIntervalMs: milliseconds.default(500),
      /** Faces fused before the first message of a visit. */
      minFusedFaces: z.number().int().min(1).default(2),
      previewFps: z.number().min(0.1).max(10).default(2),
      previewWidthPx: z.number().int().min(160).max(1920).default(640),
      blurFaces: z.boolean().default(true),
    })
    .prefault({}),
});
export type WorkerConfig = z.infer<typeof workerConfigSchema>;

import { z } from 'zod';

export const providerSchema = z.enum(['auto', 'cpu', 'cuda', 'tensorrt', 'webgpu']);
export type Provider = z.infer<typeof providerSchema>;

/** Numbers the attribute networks compute in on a CPU; `auto` is int8 where the CPU has instructions for it. A GPU computes in fp32. */
export const precisionSchema = z.enum(['auto', 'fp32', 'int8']);
export type Precision = z.infer<typeof precisionSchema>;

/** Sizes of the attribute networks; `paper` is made by training and wants a GPU (training/README.md). */
export const profileSchema = z.enum(['compact', 'paper']);
export type Profile = z.infer<typeof profileSchema>;

/** What finds faces: our own network on onnxruntime, or face-api's on tfjs. */
export const detectionEngineSchema = z.enum(['yunet', 'face-api']);
export type DetectionEngine = z.infer<typeof detectionEngineSchema>;

/** face-api's detectors. */
export const detectorModelSchema = z.enum(['tiny', 'ssd']);
export type DetectorModel = z.infer<typeof detectorModelSchema>;

export const pictureModeSchema = z.enum(['none', 'mosaic', 'clear']);
export type PictureMode = z.infer<typeof pictureModeSchema>;

const milliseconds = z.number().int().positive();

/** The `worker` section of the configuration. Every number carries its unit in its name. */
export const workerConfigSchema = z.object({
  ingest: z
    .object({
      /** No frame for this long is a loss, whatever the process says. */
      stallMs: milliseconds.default(3_000),
      /** A first frame may take longer: connection, probing, a key frame, which some cameras send every 20 s. */
      connectMs: milliseconds.default(30_000),
      /** Waits before a lost camera is tried again: doubled from the first to the last… */
      backoffMinMs: milliseconds.default(500),
      backoffMaxMs: milliseconds.default(15_000),
      /** …and where other settings may be needed, or an account may be locked by too many tries. */
      slowRetryMinMs: milliseconds.default(60_000),
      slowRetryMaxMs: milliseconds.default(300_000),
    })
    .prefault({}),
  detection: z
    .object({
      engine: detectionEngineSchema.default('yunet'),
      /** face-api's network; the others have one. */
      model: detectorModelSchema.default('tiny'),
      /** Longer side of the picture that is looked at, a multiple of 32; face-api's SSD looks at 512, always. */
      inputSizePx: z.number().int().min(128).max(1024).multipleOf(32).default(640),
      minConfidence: z.number().min(0).max(1).default(0.5),
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
      /** A face seen this long, at least twice and in most frames between, is a person. */
      confirmMs: milliseconds.default(400),
      /** Who is unseen for this long has left; longer where frames come more seldom. */
      maxLostMs: milliseconds.default(1_500),
      /** Someone who reappears within this time near where they left is the same visit. */
      reentryMs: milliseconds.default(8_000),
      /** …and within this many face widths. */
      reentryFaceWidths: z.number().positive().default(2.5),
      /** Looks a second at a visit whose answer is unsure. */
      facesPerSecond: z.number().positive().default(2),
      /** From one look to the next at a visit whose answer is settled; a better face is looked at as often as an unsure one. */
      settledLookMs: milliseconds.default(6_000),
    })
    .prefault({}),
  inference: z
    .object({
      profile: profileSchema.default('compact'),
      provider: providerSchema.default('auto'),
      precision: precisionSchema.default('auto'),
      /** Threads that run all networks, each with its own copy of them; 0: as many as there are cores. */
      threads: z.number().int().min(0).max(64).default(0),
      intraOpNumThreads: z.number().int().min(1).default(1),
      /** Small batches keep frames young; a GPU gains from larger ones. */
      maxBatchFaces: z.number().int().min(1).default(4),
      maxBatchWaitMs: milliseconds.default(10),
      maxQueuedFaces: z.number().int().min(1).default(64),
    })
    .prefault({}),
  publish: z
    .object({
      /** A moving visit is repeated at most this often. */
      visitIntervalMs: milliseconds.default(500),
      /** Faces fused before the first message of a visit. */
      minFusedFaces: z.number().int().min(1).default(2),
      previewFps: z.number().min(0.1).max(10).default(2),
      previewWidthPx: z.number().int().min(160).max(1920).default(640),
      /**
       * What a preview shows of people: `none` has no pixels, only boxes and words on a plain ground; `mosaic` makes every face that a low
       * threshold finds a mosaic; `clear` hides nothing.
       */
      picture: pictureModeSchema.default('none'),
    })
    .prefault({}),
});
export type WorkerConfig = z.infer<typeof workerConfigSchema>;

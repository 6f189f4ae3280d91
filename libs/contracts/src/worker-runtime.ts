import { z } from 'zod';
import { precisionSchema } from './worker-config.js';

/** What the worker really runs on, as found at start-up and not as wished for. */
export const workerRuntimeSchema = z.object({
  /** Face detector: `yunet`, `face-api-tiny` or `face-api-ssd`. */
  detector: z.string(),
  detectorVersion: z.string(),
  /** onnxruntime's execution provider, or the tfjs backend; `detectorNote` says why it is not a faster one. */
  detectorProvider: z.string(),
  detectorNote: z.string().nullable(),
  profile: z.string(),
  modelVersion: z.string(),
  /** Execution provider in use; `providerNote` says why it is not the one asked for. */
  provider: z.string(),
  providerNote: z.string().nullable(),
  precision: precisionSchema.exclude(['auto']),
  ffmpegVersion: z.string(),
  /** Cameras at 5 frames a second that it sustains, reckoned from how long its networks take. */
  sustainedCameras: z.number().int().positive(),
});
export type WorkerRuntime = z.infer<typeof workerRuntimeSchema>;

/** Stages of the pipeline, in order; each with its waiting. `frame` is all that happens to a frame, from its arrival on. */
export const STAGES = ['turn', 'detect', 'cut', 'judge', 'preview', 'frame'] as const;

export const stageTimeSchema = z.object({
  stage: z.enum(STAGES),
  p50Ms: z.number().nonnegative(),
  p95Ms: z.number().nonnegative(),
});
export type StageTime = z.infer<typeof stageTimeSchema>;

const count = z.number().int().nonnegative();

/** Gauges of now, and counters since the worker started. */
export const workerStatsSchema = z.object({
  atMs: count,
  rssBytes: count,
  ffmpegProcesses: count,
  /** Progress: a worker in whose hands frames are while this stands still hangs. */
  analysedFrames: count,
  /** Frames being analysed, and cameras that have one and wait for their turn. */
  framesInHand: count,
  waitingFrames: count,
  queuedFaces: count,
  inferredFaces: count,
  droppedFaces: count,
  /** Events left out because the line to the api was full. */
  droppedEvents: count,
  /** Over the last seconds: how long the event loop did not come round, ms. */
  loopDelayP99Ms: z.number().nonnegative(),
  stages: z.array(stageTimeSchema),
  /** Threads that run the networks: requests waiting for one, and what happened to them. */
  inference: z.object({
    threads: count,
    busy: count,
    waiting: count,
    restarts: count,
    timeouts: count,
    lost: count,
    abandoned: count,
  }),
});
export type WorkerStats = z.infer<typeof workerStatsSchema>;

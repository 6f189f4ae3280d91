import { z } from 'zod';
import { cameraIdSchema, cameraSpecSchema, cameraStatusSchema } from './camera.js';
import { previewSchema } from './live.js';
import { trackUpdateSchema } from './track.js';
import { precisionSchema, workerConfigSchema } from './worker-config.js';

/** api → worker. `cameras` is the whole desired list each time; the worker reconciles. */
export const workerCommandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('configure'), config: workerConfigSchema }),
  z.object({ kind: z.literal('cameras'), cameras: z.array(cameraSpecSchema) }),
  /** Cameras somebody is watching now; previews are made for no other. */
  z.object({ kind: z.literal('preview'), cameraIds: z.array(cameraIdSchema) }),
  z.object({ kind: z.literal('stop') }),
]);
export type WorkerCommand = z.infer<typeof workerCommandSchema>;

/** What the worker really runs on, as found at start-up and not as wished for. */
export const workerRuntimeSchema = z.object({
  /** tfjs backend of the face detector: `wasm` or `tensorflow`. */
  faceBackend: z.string(),
  detector: z.string(),
  profile: z.string(),
  modelVersion: z.string(),
  /** Execution provider in use; `providerNote` says why it is not the one asked for. */
  provider: z.string(),
  providerNote: z.string().nullable(),
  precision: precisionSchema.exclude(['auto']),
  ffmpegVersion: z.string(),
});
export type WorkerRuntime = z.infer<typeof workerRuntimeSchema>;

export const workerStatsSchema = z.object({
  atMs: z.number().int().nonnegative(),
  rssBytes: z.number().int().nonnegative(),
  /** Live tensors over all face threads; constant when nothing leaks. */
  tensors: z.number().int().nonnegative(),
  queuedFaces: z.number().int().nonnegative(),
  inferredFaces: z.number().int().nonnegative(),
  droppedFaces: z.number().int().nonnegative(),
  ffmpegProcesses: z.number().int().nonnegative(),
});
export type WorkerStats = z.infer<typeof workerStatsSchema>;

/** worker → api. */
export const workerEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), runtime: workerRuntimeSchema }),
  z.object({ kind: z.literal('fatal'), message: z.string(), remedy: z.string() }),
  z.object({ kind: z.literal('camera'), status: cameraStatusSchema }),
  z.object({ kind: z.literal('track'), track: trackUpdateSchema }),
  z.object({ kind: z.literal('preview'), preview: previewSchema }),
  z.object({ kind: z.literal('stats'), stats: workerStatsSchema }),
]);
export type WorkerEvent = z.infer<typeof workerEventSchema>;

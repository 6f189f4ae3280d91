import { z } from 'zod';
import { cameraErrorSchema } from './errors.js';

/** Cameras are addressed in URLs, file names and topics, so their ids stay plain. */
export const cameraIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/i, 'use 1–63 letters, digits, "-" or "_", starting with a letter or digit');

const SOURCE_PATTERN = /^(rtsps?|https?):\/\/\S+$|^file:\/\/\/\S+|^\/\S.*$|^v4l2:\/\/\/dev\/video\d+$/;

/** RTSP(S), HTTP(S), a `file:///` URL or absolute path (looped never; it ends), or `v4l2:///dev/videoN`. */
export const cameraUrlSchema = z
  .string()
  .max(2048)
  .regex(SOURCE_PATTERN, 'use rtsp://…, http(s)://…, file:///… or v4l2:///dev/videoN');

export const cameraSettingsSchema = z.object({
  name: z.string().trim().min(1).max(120),
  url: cameraUrlSchema,
  enabled: z.boolean().default(true),
  /** Frames analysed per second, at most. */
  fps: z.number().min(0.2).max(30).default(5),
  /** RTSP transport. TCP survives lossy networks, UDP has lower latency. */
  transport: z.enum(['tcp', 'udp']).default('tcp'),
});
export type CameraSettings = z.infer<typeof cameraSettingsSchema>;

/** What a worker is told about a camera; holds credentials, so it crosses only the bus. */
export const cameraSpecSchema = cameraSettingsSchema.extend({ id: cameraIdSchema });
export type CameraSpec = z.infer<typeof cameraSpecSchema>;

export const cameraCreateSchema = cameraSettingsSchema.extend({ id: cameraIdSchema.optional() }).strict();
export type CameraCreate = z.infer<typeof cameraCreateSchema>;

export const cameraPatchSchema = z
  .object({
    name: cameraSettingsSchema.shape.name.optional(),
    url: cameraUrlSchema.optional(),
    enabled: z.boolean().optional(),
    fps: z.number().min(0.2).max(30).optional(),
    transport: z.enum(['tcp', 'udp']).optional(),
  })
  .strict();
export type CameraPatch = z.infer<typeof cameraPatchSchema>;

/**
 * `disabled` by the operator; `connecting` for the first time; `live` while frames arrive; `reconnecting` after a loss
 * (retries by itself); `failed` until the settings change.
 */
export const cameraStateSchema = z.enum(['disabled', 'connecting', 'live', 'reconnecting', 'failed']);
export type CameraState = z.infer<typeof cameraStateSchema>;

/** Counters since the worker started the camera, and gauges of now. */
export const cameraStatsSchema = z.object({
  widthPx: z.number().int().nonnegative(),
  heightPx: z.number().int().nonnegative(),
  decodedFrames: z.number().int().nonnegative(),
  analysedFrames: z.number().int().nonnegative(),
  /** Decoded but replaced by a newer frame before anyone looked. */
  droppedFrames: z.number().int().nonnegative(),
  /** Frames analysed per second over the last few seconds. */
  measuredFps: z.number().nonnegative(),
  /** Age of the last analysed frame when its analysis ended, ms. */
  frameAgeMs: z.number().nonnegative(),
  reconnects: z.number().int().nonnegative(),
});
export type CameraStats = z.infer<typeof cameraStatsSchema>;

/** Where a camera stands, as the worker reports it. */
export const cameraStatusSchema = z.object({
  cameraId: cameraIdSchema,
  state: cameraStateSchema,
  error: cameraErrorSchema.nullable(),
  stats: cameraStatsSchema.nullable(),
  atMs: z.number().int().nonnegative(),
});
export type CameraStatus = z.infer<typeof cameraStatusSchema>;

/** A camera as REST shows it: `url` comes back with its credentials redacted. */
export const cameraViewSchema = cameraSpecSchema.extend({
  url: z.string(),
  state: cameraStateSchema,
  error: cameraErrorSchema.nullable(),
  stats: cameraStatsSchema.nullable(),
});
export type CameraView = z.infer<typeof cameraViewSchema>;

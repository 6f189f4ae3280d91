import { z } from 'zod';

/** Why a camera gives no frames. `retryable` says whether the service keeps trying by itself. */
export const CAMERA_ERRORS = {
  unreachable: { retryable: true },
  stalled: { retryable: true },
  ended: { retryable: true },
  unauthorised: { retryable: false },
  not_found: { retryable: false },
  no_video: { retryable: false },
  unsupported_codec: { retryable: false },
  invalid_source: { retryable: false },
  ffmpeg_missing: { retryable: false },
  /** The process that reads the cameras is not running; the api starts it again. */
  worker_down: { retryable: true },
} as const;

export type CameraErrorCode = keyof typeof CAMERA_ERRORS;
export const cameraErrorCodeSchema = z.enum(Object.keys(CAMERA_ERRORS) as [CameraErrorCode, ...CameraErrorCode[]]);

/** A camera's trouble as operators read it: what happened and what to do. Never holds a credential. */
export const cameraErrorSchema = z.object({
  code: cameraErrorCodeSchema,
  message: z.string().min(1),
  remedy: z.string().min(1),
  atMs: z.number().int().nonnegative(),
});
export type CameraError = z.infer<typeof cameraErrorSchema>;

/** The body of every REST error and the payload of every WebSocket `error`. */
export const apiErrorSchema = z.object({
  code: z.string().min(1),
  message: z.string().min(1),
  remedy: z.string().min(1),
  /** Path of the offending field, such as `url` or `subscribe.topics[0]`. */
  field: z.string().optional(),
});
export type ApiError = z.infer<typeof apiErrorSchema>;

import { z } from 'zod';

/**
 * Why a camera gives no frames, and how soon it is worth another try: `soon` where it may come back by itself, `slowly` where the settings
 * or somebody's hand are needed first and where many tries could lock the account, `never` where there is nothing to wait for.
 */
export const CAMERA_ERRORS = {
  unreachable: { retry: 'soon' },
  stalled: { retry: 'soon' },
  ended: { retry: 'soon' },
  unauthorised: { retry: 'slowly' },
  not_found: { retry: 'slowly' },
  not_allowed: { retry: 'slowly' },
  no_video: { retry: 'slowly' },
  unsupported_codec: { retry: 'slowly' },
  invalid_source: { retry: 'slowly' },
  too_large: { retry: 'slowly' },
  ffmpeg_missing: { retry: 'slowly' },
  /** A film that has been played. */
  film_over: { retry: 'never' },
  /** Frames arrive, and fewer of them are analysed than were asked for. */
  overloaded: { retry: 'never' },
  /** The process that reads the cameras is not running; the api starts it again. */
  worker_down: { retry: 'soon' },
} as const satisfies Record<string, { retry: 'soon' | 'slowly' | 'never' }>;

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

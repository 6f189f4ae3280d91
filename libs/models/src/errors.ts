export type ModelErrorCode =
  | 'face_backend_unavailable'
  | 'face_thread_missing'
  | 'face_thread_lost'
  | 'face_request_failed'
  | 'face_engine_busy'
  | 'face_engine_closed'
  | 'weights_missing'
  | 'weights_invalid'
  | 'weights_corrupt'
  | 'provider_unavailable'
  | 'input_invalid';

/** What went wrong in this room and what to do about it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly code: ModelErrorCode,
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${message} ${remedy}`, options);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export type ModelErrorCode =
  | 'face_backend_unavailable'
  | 'inference_thread_missing'
  | 'inference_thread_lost'
  | 'inference_timeout'
  | 'inference_failed'
  | 'inference_busy'
  | 'inference_closed'
  | 'inference_unavailable'
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
    readonly problem: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${problem} ${remedy}`, options);
  }
}

/** An error as it passes from thread to thread, where classes do not. */
export type PostedError = Pick<ModelError, 'code' | 'problem' | 'remedy'>;

/** Any other error becomes `inference_failed`. */
export function toPosted(error: unknown): PostedError {
  if (error instanceof ModelError) return { code: error.code, problem: error.problem, remedy: error.remedy };
  return { code: 'inference_failed', problem: `A network failed: ${messageOf(error)}.`, remedy: 'Other requests go on.' };
}

export function fromPosted({ code, problem, remedy }: PostedError): ModelError {
  return new ModelError(code, problem, remedy);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

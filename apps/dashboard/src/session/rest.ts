import {
  aggregateResponseSchema,
  apiErrorSchema,
  attributePolicySchema,
  cameraViewSchema,
  serviceStatusSchema,
  type AggregateResponse,
  type ApiError,
  type AttributePolicy,
  type CameraCreate,
  type CameraPatch,
  type CameraView,
  type ServiceStatus,
} from '@vitrine/contracts';
import { z } from 'zod';

/** The service said no, or did not answer (`status` 0). */
export class RestError extends Error {
  constructor(
    readonly status: number,
    readonly problem: ApiError,
  ) {
    super(problem.message);
  }
}

export interface RestClient {
  status(): Promise<ServiceStatus>;
  cameras(): Promise<CameraView[]>;
  attributes(): Promise<AttributePolicy[]>;
  /** Minute buckets summed over all cameras. */
  minutes(range: { from: string; to: string }): Promise<AggregateResponse>;
  createCamera(camera: CameraCreate): Promise<CameraView>;
  changeCamera(id: string, patch: CameraPatch): Promise<CameraView>;
  removeCamera(id: string): Promise<void>;
}

/** Every call throws RestError. */
export function restClient(token: string): RestClient {
  const call = async <T>(path: string, answer: z.ZodType<T>, init: { method?: string; body?: unknown } = {}): Promise<T> => {
    const response = await send(token, path, init);
    const text = await response.text();
    if (!response.ok) throw new RestError(response.status, problemIn(text, response.status));
    return readAs(answer, text, path);
  };
  const cameraPath = (id: string) => `/cameras/${encodeURIComponent(id)}`;
  return {
    status: () => call('/status', serviceStatusSchema),
    cameras: () => call('/cameras', z.array(cameraViewSchema)),
    attributes: () => call('/attributes', z.array(attributePolicySchema)),
    minutes: (range) => call(`/aggregates?${new URLSearchParams({ ...range, bucket: 'minute' })}`, aggregateResponseSchema),
    createCamera: (body) => call('/cameras', cameraViewSchema, { method: 'POST', body }),
    changeCamera: (id, body) => call(cameraPath(id), cameraViewSchema, { method: 'PATCH', body }),
    removeCamera: async (id) => {
      await call(cameraPath(id), z.unknown(), { method: 'DELETE' });
    },
  };
}

async function send(token: string, path: string, { method = 'GET', body }: { method?: string; body?: unknown }) {
  const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  try {
    return await fetch(`/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  } catch {
    throw new RestError(0, {
      code: 'not_reachable',
      message: 'The service does not answer.',
      remedy: 'Check that it runs and that this screen has a network.',
    });
  }
}

function problemIn(text: string, status: number): ApiError {
  const parsed = apiErrorSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  return { code: 'unexpected', message: `The service answered with status ${status}.`, remedy: 'Look at the service’s log.' };
}

function readAs<T>(schema: z.ZodType<T>, text: string, path: string): T {
  const parsed = schema.safeParse(text === '' ? undefined : parseJson(text));
  if (parsed.success) return parsed.data;
  throw new RestError(0, {
    code: 'contract',
    message: `This page does not understand the answer of ${path.replace(/\?.*/, '')}.`,
    remedy: 'Reload the page; page and service may be of different versions.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { apiErrorSchema, type ApiError } from '@vitrine/contracts';
import { z } from 'zod';

export interface RestOptions {
  /** Where the service is, without a slash at the end; with its path where it has one. */
  readonly baseUrl: string;
  /** Null in a browser that is logged in: the session's cookie goes along by itself. */
  readonly token: string | null;
}

/** The service said no (`status`), or did not answer, or not in a way this client understands (`status` 0). */
export class ClientError extends Error {
  override readonly name = 'ClientError';

  constructor(
    readonly status: number,
    readonly problem: ApiError,
    options?: ErrorOptions,
  ) {
    super(`${problem.message} ${problem.remedy}`, options);
  }
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Puts one question to REST and checks the answer against the contract. @throws ClientError */
export type Call = <T>(path: string, answer: z.ZodType<T>, ask?: Ask) => Promise<T>;

/** Fetches a file, whatever is in it. @throws ClientError */
export type Download = (path: string) => Promise<Blob>;

export function restDownload({ baseUrl, token }: RestOptions): Download {
  return async (path) => {
    const response = await send(`${baseUrl}/${path}`, token, {});
    if (!response.ok) throw new ClientError(response.status, problemIn(await response.text(), response.status));
    return response.blob();
  };
}

/** Of answers without a body. */
export const nothing = z.undefined();

export function restCall({ baseUrl, token }: RestOptions): Call {
  return async (path, answer, ask = {}) => {
    const response = await send(`${baseUrl}/${path}${queryOf(ask)}`, token, ask);
    const text = await response.text();
    if (!response.ok) throw new ClientError(response.status, problemIn(text, response.status));
    const parsed = answer.safeParse(text === '' ? undefined : parseJson(text));
    if (parsed.success) return parsed.data;
    throw new ClientError(
      0,
      {
        code: 'contract',
        message: `The answer of ${path} is not understood.`,
        remedy: 'Load the page or the client anew; it and the service may be of different versions.',
      },
      { cause: parsed.error },
    );
  };
}

async function send(url: string, token: string | null, { method = 'GET', body, signal }: Ask): Promise<Response> {
  const headers: Record<string, string> = {};
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(url, {
      method,
      headers,
      credentials: token === null ? 'same-origin' : 'omit',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    throw new ClientError(
      0,
      {
        code: 'not_reachable',
        message: 'The service does not answer.',
        remedy: 'Check that it runs and that this machine has a network.',
      },
      { cause: error },
    );
  }
}

function queryOf({ query = {} }: Ask): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

function problemIn(text: string, status: number): ApiError {
  const parsed = apiErrorSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  return { code: 'unexpected', message: `The service answered with status ${status}.`, remedy: 'Look at the service’s log.' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

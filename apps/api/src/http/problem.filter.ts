import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { redactCredentials, type ApiError } from '@vitrine/contracts';
import type { Request, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import type { Logger } from 'pino';
import { Problem } from './problem.js';

/** What Nest and express refuse by themselves, by status. */
const KNOWN_BY_STATUS: Record<number, ApiError> = {
  400: {
    code: 'malformed',
    message: 'The request cannot be read.',
    remedy: 'Send valid JSON with content-type application/json.',
  },
  404: { code: 'no_route', message: 'There is nothing at this address.', remedy: 'See /api/openapi.json for the routes.' },
  405: { code: 'method_not_allowed', message: 'This cannot be done here.', remedy: 'See /api/openapi.json for the routes.' },
  412: {
    code: 'precondition_failed',
    message: 'What you have is not what is here.',
    remedy: 'Ask again without If-Match and If-Unmodified-Since.',
  },
  413: { code: 'too_large', message: 'The body is too large.', remedy: 'Send less than 64 KiB.' },
  415: { code: 'unsupported_encoding', message: 'The body’s encoding is not supported.', remedy: 'Send UTF-8 JSON.' },
  416: {
    code: 'range_not_satisfiable',
    message: 'The file has no such part.',
    remedy: 'Ask again without Range, or for a part that lies within the file.',
  },
};

/** A refusal of a library that nobody has put into words here keeps its status: it is the caller's to mend, not the service's. */
function otherRefusal(status: number): ApiError {
  const meaning = STATUS_CODES[status] ?? 'refused';
  return { code: `http_${status}`, message: `The request was refused: ${meaning}.`, remedy: 'See /api/openapi.json.' };
}

interface Answer {
  readonly status: number;
  readonly body: ApiError;
  readonly headers?: Readonly<Record<string, string>>;
}

const UNEXPECTED: ApiError = {
  code: 'internal',
  message: 'The service failed to answer.',
  remedy: 'Look at the service’s log; trying again may help.',
};

/** Every error of REST leaves here, as an ApiError. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, body, headers = {} } = this.#answerTo(error, http.getRequest<Request>());
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.status(status).json({ ...body, message: redactCredentials(body.message) });
  }

  #answerTo(error: unknown, request: Request): Answer {
    if (error instanceof Problem) return error;
    const status = statusOf(error);
    if (status !== null && status < 500) return { status, body: KNOWN_BY_STATUS[status] ?? otherRefusal(status) };
    this.log.error({ err: error, method: request.method, path: request.path }, 'a request failed');
    return { status: 500, body: UNEXPECTED };
  }
}

/** Nest's exceptions and the body parser's errors both carry one. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') return error.status;
  return null;
}

import { clientMessageSchema, type ApiError, type ClientMessage } from '@vitrine/contracts';
import { invalidInput } from '../http/problem.js';

const NOT_TEXT: ApiError = { code: 'malformed', message: 'The message is binary.', remedy: 'Send JSON as text.' };

const NOT_JSON: ApiError = {
  code: 'malformed',
  message: 'The message is not JSON.',
  remedy: 'Send {"type":"subscribe","topics":[…]}.',
};

/** @returns what the subscriber said, or what is wrong with it */
export function readMessage(data: Buffer, isBinary: boolean): ClientMessage | ApiError {
  if (isBinary) return NOT_TEXT;
  let content: unknown;
  try {
    content = JSON.parse(data.toString('utf8'));
  } catch {
    return NOT_JSON;
  }
  const parsed = clientMessageSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  return invalidInput(parsed.error.issues, 422, 'docs/websocket.md').body;
}

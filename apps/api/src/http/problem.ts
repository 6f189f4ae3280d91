import type { ApiError } from '@vitrine/contracts';
import type { z } from 'zod';
import { hintFor } from '../config/hints.js';

/** A request that cannot be answered as asked; becomes the answer's status and body. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly body: ApiError,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(body.message);
  }
}

/** @param issues of one zod error, of which the first is reported. @param docs the page that says what belongs there */
export function invalidInput([issue]: readonly z.core.$ZodIssue[], status: number, docs = 'docs/api.md'): Problem {
  const keys = issue!.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = fieldName([...issue!.path, ...keys]);
  return new Problem(status, {
    code: 'invalid_input',
    message: `${field === '' ? 'The message' : `\`${field}\``}: ${issue!.message}.`,
    remedy: `${capitalised(hintFor(issue!, docs))}.`,
    ...(field === '' ? {} : { field }),
  });
}

/** @returns `topics[0].name` */
function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, key) => (typeof key === 'number' ? `${name}[${key}]` : name === '' ? String(key) : `${name}.${String(key)}`),
    '',
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

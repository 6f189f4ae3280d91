import type { z } from 'zod';

/**
 * @param docs the page that says what belongs there
 * @returns what to do about a value that zod refused; the issue's own message says what is wrong with it
 */
export function hintFor(issue: z.core.$ZodIssue, docs = 'docs/api.md'): string {
  switch (issue.code) {
    case 'invalid_type':
      return `give a value of type ${issue.expected}${issue.expected === 'string' ? ', in quotes where it looks like a number' : ''}`;
    case 'too_big':
      return `give at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case 'too_small':
      return `give at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case 'not_multiple_of':
      return `give a multiple of ${String(issue.divisor)}`;
    case 'unrecognized_keys':
      return `leave out ${issue.keys.map((key) => `\`${key}\``).join(', ')}`;
    case 'invalid_value':
      return `give one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'datetime'
        ? 'write ISO 8601 with a zone, such as 2026-03-29T00:00:00+01:00 (as a URL: %2B for +)'
        : issue.message;
    case 'invalid_key':
    case 'invalid_union':
    case 'invalid_element':
      return `see ${docs} for what belongs here`;
    case 'custom':
      return typeof issue.params?.['remedy'] === 'string' ? issue.params['remedy'] : `see ${docs} for what belongs here`;
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' items' : '';
}

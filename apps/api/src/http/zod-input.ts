import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { invalidInput } from './problem.js';

/** Parses a body (422 when it is wrong) or a query (400) at the edge, so that handlers trust their types. */
export class ZodInput<T> implements PipeTransform<unknown, T> {
  /** @param schema also what the documentation says of this body or query */
  constructor(
    readonly schema: z.ZodType<T>,
    private readonly status: 400 | 422 = 422,
  ) {}

  transform(value: unknown): T {
    const parsed = this.schema.safeParse(value);
    if (!parsed.success) throw invalidInput(parsed.error.issues, this.status);
    return parsed.data;
  }
}

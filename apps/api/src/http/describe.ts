import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

export const DESCRIPTION = 'vitrine:description';

/** What the documentation says of a handler beyond what can be read off it (path, method, scope, body, query, status). */
export interface Description {
  readonly summary: string;
  /** Of the answer's body; absent when there is none. */
  readonly answer?: z.ZodType;
  /** Media types of an answer that is not JSON. */
  readonly produces?: readonly string[];
  /** Refusals of its own; those that every handler has are added by themselves. */
  readonly errors?: readonly number[];
}

/** Documents the handler it stands on; `/api/openapi.json` is made of these. */
export const Describe = (description: Description) => SetMetadata(DESCRIPTION, description);

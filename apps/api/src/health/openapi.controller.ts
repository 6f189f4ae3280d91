import { Controller, Get } from '@nestjs/common';
import { OpenToAll } from '../auth/auth.guard.js';
import { openApiDocument, type OpenApiDocument } from './openapi.js';

@Controller('api/openapi.json')
export class OpenApiController {
  readonly #document = openApiDocument();

  /** Needs no token: it tells the shape of things, nothing of this site. */
  @Get()
  @OpenToAll()
  document(): OpenApiDocument {
    return this.#document;
  }
}

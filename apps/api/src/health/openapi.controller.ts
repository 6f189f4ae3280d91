import { Controller, Get, Inject } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { OpenToAll } from '../auth/needs.js';
import { Describe } from '../http/describe.js';
import { handlersOf } from '../http/handlers.js';
import { PublicAddress } from '../http/public-address.js';
import { asyncApiDocument } from './asyncapi.js';
import { openApiDocument, type OpenApiDocument } from './openapi.js';
import { z } from 'zod';

const documentSchema = z.looseObject({});

/** What there is to ask, for programs. Nothing of it is of this site. */
@Controller('api')
export class OpenApiController {
  #openApi: OpenApiDocument | null = null;
  readonly #asyncApi = asyncApiDocument();

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(PublicAddress) private readonly address: PublicAddress,
  ) {}

  @Get('openapi.json')
  @OpenToAll('it tells the shape of things')
  @Describe({ summary: 'This document: OpenAPI 3.1 of REST', answer: documentSchema })
  openApi(): OpenApiDocument {
    this.#openApi ??= openApiDocument(handlersOf(this.discovery), this.address.basePath);
    return this.#openApi;
  }

  @Get('asyncapi.json')
  @OpenToAll('it tells the shape of things')
  @Describe({ summary: 'AsyncAPI 3 of the WebSocket', answer: documentSchema })
  asyncApi(): object {
    return this.#asyncApi;
  }
}

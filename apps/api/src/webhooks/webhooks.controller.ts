import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { webhookCreatedSchema, webhookCreateSchema, webhookViewSchema } from '@vitrine/contracts';
import type { WebhookCreate, WebhookCreated, WebhookView } from '@vitrine/contracts';
import type { Request } from 'express';
import { z } from 'zod';
import { Audit } from '../audit/audit.js';
import { Needs, Who } from '../auth/needs.js';
import type { Principal } from '../auth/principal.js';
import { Describe } from '../http/describe.js';
import { ZodInput } from '../http/zod-input.js';
import { Webhooks } from './webhooks.js';

/** A webhook lets figures out of the house, so it is a matter of policy. */
@Controller('api/v1/webhooks')
@Needs('policy:write', { allCameras: true })
export class WebhooksController {
  constructor(
    @Inject(Webhooks) private readonly webhooks: Webhooks,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  @Get()
  @Describe({ summary: 'All webhooks, with what could not be delivered', answer: z.array(webhookViewSchema) })
  list(): WebhookView[] {
    return this.webhooks.list();
  }

  @Post()
  @Describe({ summary: 'Add a webhook; its secret is shown this once', answer: webhookCreatedSchema, errors: [409] })
  async create(
    @Body(new ZodInput(webhookCreateSchema)) input: WebhookCreate,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<WebhookCreated> {
    const created = await this.webhooks.create(input);
    const { secret: _secret, ...after } = created;
    await this.audit.record({ action: 'webhook.create', who, address: request.ip ?? null, subject: created.name, after });
    return created;
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({ summary: 'Delete a webhook; what waits for it is dropped' })
  async remove(@Param('id') id: string, @Who() who: Principal, @Req() request: Request): Promise<void> {
    const before = await this.webhooks.remove(id);
    await this.audit.record({ action: 'webhook.delete', who, address: request.ip ?? null, subject: before.name, before });
  }
}

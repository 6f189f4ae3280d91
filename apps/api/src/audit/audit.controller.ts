import { Controller, Get, Inject, Query } from '@nestjs/common';
import { auditQuerySchema, auditRowSchema, type AuditQuery, type AuditRow } from '@vitrine/contracts';
import { z } from 'zod';
import { Needs } from '../auth/needs.js';
import { Describe } from '../http/describe.js';
import { ZodInput } from '../http/zod-input.js';
import { Audit } from './audit.js';

@Controller('api/v1/audit')
@Needs('users:write')
export class AuditController {
  constructor(@Inject(Audit) private readonly audit: Audit) {}

  @Get()
  @Describe({ summary: 'Who did what, newest first', answer: z.array(auditRowSchema) })
  list(@Query(new ZodInput(auditQuerySchema, 400)) query: AuditQuery): Promise<AuditRow[]> {
    return this.audit.list(query);
  }
}

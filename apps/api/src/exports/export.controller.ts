import { Body, Controller, Delete, Get, HttpCode, Inject, Ip, Param, Post, Res } from '@nestjs/common';
import { exportJobSchema, exportRequestSchema, type ExportJob, type ExportRequest } from '@vitrine/contracts';
import type { Response } from 'express';
import { z } from 'zod';
import { Audit } from '../audit/audit.js';
import { Needs, Who } from '../auth/needs.js';
import type { Principal } from '../auth/principal.js';
import { Describe } from '../http/describe.js';
import { ZodInput } from '../http/zod-input.js';
import { ExportJobs } from './export-jobs.js';
import { CONTENT_TYPES } from './row-file.js';

/** Long answers as files: start one, ask until it is ready, fetch it. */
@Controller('api/v1/exports')
@Needs('exports:create')
export class ExportController {
  constructor(
    @Inject(ExportJobs) private readonly jobs: ExportJobs,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  @Post()
  @HttpCode(202)
  @Describe({ summary: 'Have a file made of a query of any length', answer: exportJobSchema, errors: [422, 429] })
  async start(
    @Body(new ZodInput(exportRequestSchema)) request: ExportRequest,
    @Who() who: Principal,
    @Ip() address: string,
  ): Promise<ExportJob> {
    const job = await this.jobs.start(request, who, who.id);
    await this.audit.record({ action: 'export.create', who, address, subject: job.id, after: request });
    return job;
  }

  @Get()
  @Describe({ summary: 'Exports of yours', answer: z.array(exportJobSchema) })
  list(@Who() who: Principal): ExportJob[] {
    return this.jobs.list(who.id);
  }

  @Get(':id')
  @Describe({ summary: 'How far an export is', answer: exportJobSchema, errors: [404] })
  view(@Param('id') id: string, @Who() who: Principal): ExportJob {
    return this.jobs.view(id, who.id);
  }

  @Get(':id/file')
  @Describe({ summary: 'The file of an export, for 24 hours', produces: Object.values(CONTENT_TYPES), errors: [404, 409] })
  file(@Param('id') id: string, @Who() who: Principal, @Res() response: Response): void {
    const { path, view } = this.jobs.file(id, who.id);
    const name = `vitrine-${view.createdAt.slice(0, 16).replaceAll(':', '')}.${view.format}`;
    response.setHeader('Content-Type', CONTENT_TYPES[view.format]);
    response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    response.sendFile(path, { dotfiles: 'allow' });
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({ summary: 'Delete an export and its file', errors: [404] })
  async remove(@Param('id') id: string, @Who() who: Principal): Promise<void> {
    this.jobs.view(id, who.id);
    await this.jobs.remove(id);
  }
}

import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Req } from '@nestjs/common';
import {
  cameraCreateSchema,
  cameraEventSchema,
  cameraPatchSchema,
  cameraSpecSchema,
  cameraViewSchema,
  probeStepSchema,
  type CameraCreate,
  type CameraEvent,
  type CameraPatch,
  type CameraView,
  type ProbeStep,
} from '@vitrine/contracts';
import type { Request } from 'express';
import { z } from 'zod';
import { Audit } from '../audit/audit.js';
import { Needs, Who } from '../auth/needs.js';
import { maySee, type Principal } from '../auth/principal.js';
import { Describe } from '../http/describe.js';
import { ZodInput } from '../http/zod-input.js';
import { CameraJournal } from './camera-journal.js';
import { cameraProbeSchema, type CameraProbe } from './camera.schema.js';
import { CameraService } from './camera.service.js';

@Controller('api/v1/cameras')
export class CameraController {
  constructor(
    @Inject(CameraService) private readonly cameras: CameraService,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CameraJournal) private readonly journal: CameraJournal,
  ) {}

  @Get()
  @Needs('cameras:read')
  @Describe({ summary: 'All cameras that one may see', answer: z.array(cameraViewSchema) })
  list(@Who() who: Principal): CameraView[] {
    return this.cameras.list().filter(({ id }) => maySee(who, id));
  }

  @Get(':id')
  @Needs('cameras:read', { cameraParam: 'id' })
  @Describe({ summary: 'One camera', answer: cameraViewSchema })
  get(@Param('id') id: string): CameraView {
    return this.cameras.get(id);
  }

  @Get(':id/events')
  @Needs('cameras:read', { cameraParam: 'id' })
  @Describe({ summary: 'What happened to a camera, newest first', answer: z.object({ events: z.array(cameraEventSchema) }) })
  events(@Param('id') id: string): { events: CameraEvent[] } {
    return { events: this.journal.eventsOf(this.cameras.find(id).id) };
  }

  @Post()
  @Needs('cameras:write', { allCameras: true })
  @Describe({ summary: 'Add a camera', answer: cameraViewSchema, errors: [409] })
  async create(
    @Body(new ZodInput(cameraCreateSchema)) camera: CameraCreate,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<CameraView> {
    const after = await this.cameras.create(camera);
    await this.audit.record({
      action: 'camera.create',
      who,
      address: request.ip ?? null,
      subject: after.id,
      after: settingsOf(after),
    });
    return after;
  }

  @Post('probe')
  @HttpCode(200)
  @Needs('cameras:write', { allCameras: true })
  @Describe({
    summary: 'Try a camera out, step by step, and change nothing',
    answer: z.object({ steps: z.array(probeStepSchema) }),
    errors: [429, 504],
  })
  async probe(@Body(new ZodInput(cameraProbeSchema)) camera: CameraProbe): Promise<{ steps: ProbeStep[] }> {
    return { steps: await this.cameras.probe(camera) };
  }

  @Post(':id/retry')
  @HttpCode(204)
  @Needs('cameras:write', { cameraParam: 'id' })
  @Describe({ summary: 'Try a camera at once that would be tried later' })
  retry(@Param('id') id: string): void {
    this.cameras.retry(id);
  }

  @Patch(':id')
  @Needs('cameras:write', { cameraParam: 'id' })
  @Describe({ summary: 'Change a camera; absent fields stay', answer: cameraViewSchema })
  async change(
    @Param('id') id: string,
    @Body(new ZodInput(cameraPatchSchema)) patch: CameraPatch,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<CameraView> {
    const before = settingsOf(this.cameras.get(id));
    const after = await this.cameras.change(id, patch);
    const changed = { action: 'camera.change', who, address: request.ip ?? null, subject: id } as const;
    await this.audit.record({ ...changed, before, after: settingsOf(after) });
    return after;
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('cameras:write', { cameraParam: 'id' })
  @Describe({ summary: 'Delete a camera; its counts stay' })
  async remove(@Param('id') id: string, @Who() who: Principal, @Req() request: Request): Promise<void> {
    const before = settingsOf(this.cameras.get(id));
    await this.cameras.remove(id);
    await this.audit.record({ action: 'camera.delete', who, address: request.ip ?? null, subject: id, before });
  }
}

const settingsSchema = cameraSpecSchema
  .omit({ user: true, password: true })
  .extend({ url: z.string(), hasCredentials: z.boolean() });

/** What somebody set, without what the camera does with it. The address is shown as REST shows it. */
function settingsOf(camera: CameraView): object {
  return settingsSchema.parse(camera);
}

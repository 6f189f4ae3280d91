import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import type { CameraCreate, CameraPatch, CameraView } from '@vitrine/contracts';
import { ZodInput } from '../http/zod-input.js';
import { cameraCreateSchema, cameraPatchSchema } from './camera.schema.js';
import { CameraService } from './camera.service.js';

@Controller('api/v1/cameras')
export class CameraController {
  constructor(@Inject(CameraService) private readonly cameras: CameraService) {}

  @Get()
  list(): CameraView[] {
    return this.cameras.list();
  }

  @Get(':id')
  get(@Param('id') id: string): CameraView {
    return this.cameras.get(id);
  }

  @Post()
  create(@Body(new ZodInput(cameraCreateSchema)) camera: CameraCreate): Promise<CameraView> {
    return this.cameras.create(camera);
  }

  @Patch(':id')
  change(@Param('id') id: string, @Body(new ZodInput(cameraPatchSchema)) patch: CameraPatch): Promise<CameraView> {
    return this.cameras.change(id, patch);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id') id: string): Promise<void> {
    return this.cameras.remove(id);
  }
}

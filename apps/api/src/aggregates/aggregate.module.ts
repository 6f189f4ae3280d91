import { Module } from '@nestjs/common';
import { CameraModule } from '../cameras/camera.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { AggregateWriter } from './aggregate-writer.js';
import { AggregateController } from './aggregate.controller.js';
import { AggregateService } from './aggregate.service.js';

@Module({
  imports: [CameraModule, PolicyModule],
  controllers: [AggregateController],
  providers: [AggregateWriter, AggregateService],
  exports: [AggregateWriter],
})
export class AggregateModule {}

import { Module, type DynamicModule } from '@nestjs/common';
import { AggregateModule } from '../aggregates/aggregate.module.js';
import { CameraModule } from '../cameras/camera.module.js';
import { LiveGateway } from './live-gateway.js';
import { LIVE_LIMITS, type LiveLimits } from './live-limits.js';

@Module({})
export class LiveModule {
  static with(limits: LiveLimits): DynamicModule {
    return {
      module: LiveModule,
      imports: [CameraModule, AggregateModule],
      providers: [LiveGateway, { provide: LIVE_LIMITS, useValue: limits }],
      exports: [LiveGateway],
    };
  }
}

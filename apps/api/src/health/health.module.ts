import { Module, type DynamicModule } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { OpenApiController } from './openapi.controller.js';

@Module({})
export class HealthModule {
  /** @param live the module that has the gateway; a dynamic module is itself only where it is the same object */
  static with(live: DynamicModule): DynamicModule {
    return {
      module: HealthModule,
      imports: [live],
      controllers: [HealthController, OpenApiController],
      providers: [HealthService],
    };
  }
}

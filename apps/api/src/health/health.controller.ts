import { Controller, Get, Inject } from '@nestjs/common';
import type { Health, ServiceStatus } from '@vitrine/contracts';
import { OpenToAll } from '../auth/auth.guard.js';
import { HealthService } from './health.service.js';

@Controller()
export class HealthController {
  constructor(@Inject(HealthService) private readonly service: HealthService) {}

  /** 200 as long as the api answers; `status` says how the worker is. */
  @Get('health')
  @OpenToAll()
  health(): Health {
    return this.service.health();
  }

  @Get('api/v1/status')
  status(): ServiceStatus {
    return this.service.status();
  }
}

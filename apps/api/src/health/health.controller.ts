import { Controller, Get, Inject, Res } from '@nestjs/common';
import { healthSchema, readinessSchema, serviceStatusSchema } from '@vitrine/contracts';
import type { Health, Readiness, ServiceStatus } from '@vitrine/contracts';
import type { Response } from 'express';
import { Needs, OpenToAll } from '../auth/needs.js';
import { Describe } from '../http/describe.js';
import { HealthService } from './health.service.js';

@Controller()
export class HealthController {
  constructor(@Inject(HealthService) private readonly service: HealthService) {}

  @Get('health')
  @OpenToAll('a service manager asks it, and it says nothing of the site')
  @Describe({ summary: 'Whether the service is up: 200 as long as the api answers', answer: healthSchema })
  health(): Health {
    return this.service.health();
  }

  @Get('ready')
  @OpenToAll('a load balancer asks it, and it says nothing of the site')
  @Describe({ summary: 'Whether the service does its work: 503 when it does not', answer: readinessSchema, errors: [503] })
  ready(@Res({ passthrough: true }) response: Response): Readiness {
    const readiness = this.service.readiness();
    if (!readiness.ready) response.status(503);
    return readiness;
  }

  @Get('api/v1/status')
  @Needs('system:read')
  @Describe({ summary: 'What the service runs on and how it fares', answer: serviceStatusSchema })
  status(): ServiceStatus {
    return this.service.status();
  }
}

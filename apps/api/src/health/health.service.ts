import { Inject, Injectable } from '@nestjs/common';
import type { Health, ServiceStatus } from '@vitrine/contracts';
import { LiveGateway } from '../live/live-gateway.js';
import { WorkerSupervisor } from '../worker/worker-supervisor.js';
import { VERSION } from './version.js';

const HEALTH_BY_WORKER_STATE = {
  ready: 'ok',
  starting: 'starting',
  restarting: 'degraded',
  failed: 'degraded',
} as const satisfies Record<ServiceStatus['worker']['state'], Health['status']>;

@Injectable()
export class HealthService {
  readonly #startedAtMs = performance.now();

  constructor(
    @Inject(WorkerSupervisor) private readonly worker: WorkerSupervisor,
    @Inject(LiveGateway) private readonly live: LiveGateway,
  ) {}

  health(): Health {
    return {
      status: HEALTH_BY_WORKER_STATE[this.worker.view.state],
      version: VERSION,
      uptimeS: Math.round((performance.now() - this.#startedAtMs) / 1000),
    };
  }

  status(): ServiceStatus {
    return { ...this.health(), worker: this.worker.view, subscribers: this.live.subscribers };
  }
}

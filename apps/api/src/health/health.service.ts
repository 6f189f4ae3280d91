import { Inject, Injectable } from '@nestjs/common';
import type { Health, Readiness, ServiceStatus } from '@vitrine/contracts';
import { CountWriter } from '../counts/count-writer.js';
import { Publisher } from '../disclosure/publisher.js';
import { LiveGateway } from '../live/live-gateway.js';
import { Fleet } from '../fleet/fleet.js';
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
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(LiveGateway) private readonly live: LiveGateway,
    @Inject(CountWriter) private readonly counts: CountWriter,
    @Inject(Publisher) private readonly publisher: Publisher,
  ) {}

  health(): Health {
    return {
      status: this.counts.state.trouble === null ? HEALTH_BY_WORKER_STATE[this.fleet.worker.state] : 'degraded',
      version: VERSION,
      uptimeS: Math.round((performance.now() - this.#startedAtMs) / 1000),
    };
  }

  /** Whether it does its work, and not only answers. */
  readiness(): Readiness {
    const checks: Readiness['checks'] = [
      { name: 'worker', ok: this.fleet.worker.state === 'ready' },
      { name: 'store', ok: this.counts.state.trouble === null },
    ];
    return { ready: checks.every(({ ok }) => ok), checks };
  }

  status(): ServiceStatus {
    const fleet = this.fleet.status(this.counts.state.refusedVisits);
    return { ...this.health(), worker: this.fleet.worker, store: this.#store(), fleet, subscribers: this.live.subscribers };
  }

  #store(): ServiceStatus['store'] {
    const { trouble, lateVisits, lostCommits } = this.counts.state;
    const { settledUntilMs } = this.publisher.standing;
    return {
      state: trouble === null ? 'ok' : 'failing',
      message: trouble,
      lateVisits,
      lostCommits,
      settledUntil: settledUntilMs === 0 ? null : new Date(settledUntilMs).toISOString(),
    };
  }
}

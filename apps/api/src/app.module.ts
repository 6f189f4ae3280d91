import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { AggregateModule } from './aggregates/aggregate.module.js';
import { AuthModule } from './auth/auth.module.js';
import { CameraModule } from './cameras/camera.module.js';
import { ConfigModule } from './config/config.module.js';
import type { ServiceConfig } from './config/load-config.js';
import { EventFlow } from './event-flow.js';
import { HealthModule } from './health/health.module.js';
import type { LiveLimits } from './live/live-limits.js';
import { LiveModule } from './live/live.module.js';
import { PolicyModule } from './policy/policy.module.js';
import { StoreModule } from './store/store.module.js';
import type { Store } from './store/store.js';
import type { WorkerSupervisor } from './worker/worker-supervisor.js';
import { WorkerModule } from './worker/worker.module.js';

export interface AppParts {
  readonly config: ServiceConfig;
  readonly log: Logger;
  readonly token: string;
  readonly store: Store;
  readonly supervisor: WorkerSupervisor;
  readonly liveLimits: LiveLimits;
}

@Module({})
export class AppModule {
  static with({ config, log, token, store, supervisor, liveLimits }: AppParts): DynamicModule {
    const live = LiveModule.with(liveLimits);
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config, log),
        AuthModule.with(token),
        StoreModule.with(store),
        WorkerModule.with(supervisor),
        PolicyModule,
        CameraModule,
        AggregateModule,
        live,
        HealthModule.with(live),
      ],
      providers: [EventFlow],
    };
  }
}

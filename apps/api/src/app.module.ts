import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Logger } from 'pino';
import { AuditController } from './audit/audit.controller.js';
import { AuthController } from './auth/auth.controller.js';
import { OidcController } from './auth/oidc.controller.js';
import type { OpenedAccess } from './auth/open-access.js';
import { OwnController } from './auth/own.controller.js';
import { UsersController } from './auth/users.controller.js';
import { CameraBoard } from './cameras/camera-board.js';
import { CameraController } from './cameras/camera.controller.js';
import { CameraJournal } from './cameras/camera-journal.js';
import { CameraService } from './cameras/camera.service.js';
import { CameraVault } from './cameras/camera-vault.js';
import type { ServiceConfig } from './config/load-config.js';
import { CONFIG, DATA_DIR, LOG } from './config/tokens.js';
import { CountWriter } from './counts/count-writer.js';
import { PrivacyController } from './disclosure/privacy.controller.js';
import { PrivacyService } from './disclosure/privacy.service.js';
import { PublishedMessages } from './disclosure/published-messages.js';
import { Publisher } from './disclosure/publisher.js';
import { EventFlow } from './event-flow.js';
import { ExportController } from './exports/export.controller.js';
import { ExportJobs } from './exports/export-jobs.js';
import { Fleet } from './fleet/fleet.js';
import { HealthController } from './health/health.controller.js';
import { HealthService } from './health/health.service.js';
import { MetricsController } from './health/metrics.controller.js';
import { OpenApiController } from './health/openapi.controller.js';
import { LiveGateway } from './live/live-gateway.js';
import { LiveDoor } from './live/live-door.js';
import { LIVE_OPTIONS, type LiveOptions } from './live/live-limits.js';
import { AttributeController, PolicyController } from './policy/policy.controller.js';
import { PolicyService } from './policy/policy.service.js';
import { QueryController } from './query/query.controller.js';
import { QueryService } from './query/query.service.js';
import { AuditLog } from './store/audit-log.js';
import { CountStore } from './store/count-store.js';
import { PolicyStore } from './store/policy-store.js';
import type { Stores } from './store/stores.js';
import { TokenStore } from './store/token-store.js';
import { UserStore } from './store/user-store.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { Webhooks } from './webhooks/webhooks.js';

/** What is made before Nest is: opened, parsed or started by hand in `app.ts`. */
export interface AppParts {
  readonly config: ServiceConfig;
  readonly log: Logger;
  readonly access: OpenedAccess;
  readonly dataDir: string;
  readonly stores: Stores;
  readonly vault: CameraVault;
  readonly webhooks: Webhooks;
  readonly fleet: Fleet;
  readonly live: LiveOptions;
}

const controllers = [
  AttributeController,
  AuditController,
  AuthController,
  CameraController,
  ExportController,
  HealthController,
  MetricsController,
  OidcController,
  OpenApiController,
  OwnController,
  PolicyController,
  PrivacyController,
  QueryController,
  UsersController,
  WebhooksController,
];

const services = [
  CameraBoard,
  CameraJournal,
  CameraService,
  CountWriter,
  EventFlow,
  ExportJobs,
  HealthService,
  LiveDoor,
  LiveGateway,
  PolicyService,
  PrivacyService,
  PublishedMessages,
  Publisher,
  QueryService,
];

function parts({ config, log, access, dataDir, stores, vault, webhooks, fleet, live }: AppParts): Provider[] {
  return [
    { provide: CONFIG, useValue: config },
    { provide: LOG, useValue: log },
    { provide: DATA_DIR, useValue: dataDir },
    { provide: AuditLog, useValue: stores.audit },
    { provide: CameraVault, useValue: vault },
    { provide: CountStore, useValue: stores.counts },
    { provide: PolicyStore, useValue: stores.policies },
    { provide: TokenStore, useValue: stores.tokens },
    { provide: UserStore, useValue: stores.users },
    { provide: Fleet, useValue: fleet },
    { provide: Webhooks, useValue: webhooks },
    { provide: LIVE_OPTIONS, useValue: live },
    ...access.providers,
  ];
}

/** The whole api on one page. */
@Module({})
export class AppModule {
  static with(given: AppParts): DynamicModule {
    return { module: AppModule, imports: [DiscoveryModule], controllers, providers: [...parts(given), ...services] };
  }
}

import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import type { OpenedAccess } from './auth/open-access.js';
import { CameraJournal } from './cameras/camera-journal.js';
import { CameraService } from './cameras/camera.service.js';
import { PublishedMessages } from './disclosure/published-messages.js';
import { Publisher } from './disclosure/publisher.js';
import { serveApiDocs } from './http/api-docs.js';
import { stripBasePath } from './http/base-path.js';
import { serveDashboard } from './http/dashboard-files.js';
import { ProblemFilter } from './http/problem.filter.js';
import { securityHeaders } from './http/security-headers.js';
import { LiveGateway } from './live/live-gateway.js';
import { PolicyService } from './policy/policy.service.js';
import { feedWebhooks } from './webhooks/feed.js';
import { Webhooks } from './webhooks/webhooks.js';

const MAX_BODY = '64kb';

export interface Furniture {
  readonly log: Logger;
  readonly access: OpenedAccess;
  readonly basePath: string;
}

/** What every request passes, and the dashboard and the live side beside REST. */
export function furnish(app: NestExpressApplication, { log, access, basePath }: Furniture): void {
  app.disable('x-powered-by');
  app.set('trust proxy', access.proxies.trust);
  app.use(stripBasePath(basePath));
  app.use(securityHeaders);
  app.useBodyParser('json', { limit: MAX_BODY });
  app.useGlobalFilters(new ProblemFilter(log));
  serveApiDocs(app);
  serveDashboard(app, basePath);
  const live = app.get(LiveGateway);
  live.attach(app.getHttpServer());
  feedWebhooks(app.get(Webhooks), { live, policy: app.get(PolicyService) });
  app.get(Publisher).listen(async (blocks) => {
    for (const message of await app.get(PublishedMessages).of(blocks)) live.publish(message);
  });
  app.get(CameraJournal).listen((event) => live.publish({ type: 'camera-event', ...event }));
  app.get(CameraService).listen((change) => {
    if ('removedId' in change) live.publishRemoval(change.removedId);
    else live.publishCamera(change.status);
    live.refreshDemand();
  });
}

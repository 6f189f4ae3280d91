import 'reflect-metadata';
import { DiscoveryService, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Server } from 'node:http';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { openAccess, type OpenedAccess } from './auth/open-access.js';
import { obtainToken, type AdminToken } from './auth/token-keeper.js';
import { CameraJournal } from './cameras/camera-journal.js';
import { CameraKeys } from './cameras/camera-keys.js';
import { CameraService } from './cameras/camera.service.js';
import { CameraVault } from './cameras/camera-vault.js';
import { CountWriter } from './counts/count-writer.js';
import { PublishedMessages } from './disclosure/published-messages.js';
import { Publisher } from './disclosure/publisher.js';
import { PolicyService } from './policy/policy.service.js';
import { ConfigError, describeProblem } from './config/config-error.js';
import type { Environment } from './config/environment.js';
import { loadConfig } from './config/load-config.js';
import { EventFlow } from './event-flow.js';
import { serveApiDocs } from './http/api-docs.js';
import { stripBasePath } from './http/base-path.js';
import { serveDashboard } from './http/dashboard-files.js';
import { handlersOf, requireNeeds } from './http/handlers.js';
import { routesOf } from './http/router.js';
import { ProblemFilter } from './http/problem.filter.js';
import { securityHeaders } from './http/security-headers.js';
import { VERSION } from './health/version.js';
import { LiveGateway } from './live/live-gateway.js';
import { DEFAULT_LIVE_LIMITS, type LiveLimits } from './live/live-limits.js';
import { NestLog } from './log.js';
import { TargetRules } from './webhooks/target.js';
import { feedWebhooks } from './webhooks/feed.js';
import { Webhooks } from './webhooks/webhooks.js';
import { fileStoreUrl, openStores } from './store/stores.js';
import { joinFleet } from './fleet/joined/join-fleet.js';
import { LocalFleet } from './fleet/local-fleet.js';
import { KEEPER_TIMING, type KeeperTiming } from './fleet/process-keeper.js';

/** A path and not an import: apps talk over the bus. */
const WORKER_ENTRY = fileURLToPath(new URL('../../stream-worker/dist/main.js', import.meta.url));
const MAX_BODY = '64kb';

export interface AppOptions {
  readonly environment: Environment;
  readonly log: Logger;
  /** The stream worker's main module; tests give another. */
  readonly workerEntry?: string;
  readonly workerTiming?: KeeperTiming;
  readonly liveLimits?: LiveLimits;
  /** Another api node serves the fleet now: this one has to end. */
  readonly onReplaced?: () => void;
}

/** The running service. */
export interface VitrineApp {
  /** `http://host:port`, with the port that was really taken. */
  readonly url: string;
  readonly token: AdminToken;
  /** Makes the first admin, once; null when there are users. */
  readonly firstAdminLink: string | null;
  /** Of the real router, such as `get /api/v1/cameras/:id`; for who compares the documentation with it. */
  readonly routes: readonly string[];
  /** Ends the worker, stores what is counted, closes the store. */
  close(): Promise<void>;
}

/** The stream worker is not there to be started. */
export class WorkerMissingError extends Error {
  override readonly name = 'WorkerMissingError';

  constructor(readonly entry: string) {
    super(`the stream worker is not built (no ${entry}). Run \`npm run build\` and start again`);
  }
}

/** Wires everything, listens, and starts the worker. @throws ConfigError, StoreError, WorkerMissingError */
export async function createApp({ environment, log, ...options }: AppOptions): Promise<VitrineApp> {
  const workerEntry = options.workerEntry ?? WORKER_ENTRY;
  if (environment.busUrl === null && !existsSync(workerEntry)) throw new WorkerMissingError(workerEntry);
  const config = loadConfig(environment.configPath);
  for (const problem of config.cameraProblems)
    log.error(`a camera of the configuration is left out: ${describeProblem(problem)}`);
  mkdirSync(environment.dataDir, { recursive: true, mode: 0o700 });
  const token = obtainToken(environment.token, environment.dataDir);
  const stores = await openStores(environment.storeUrl ?? fileStoreUrl(environment.dataDir));
  // Whoever stands by reads what is stored when it begins to serve, and not before.
  const told = { config: config.worker, cameraSources: config.cameraSources, log };
  const fleet =
    environment.busUrl === null
      ? new LocalFleet({ ...told, entry: workerEntry, timing: options.workerTiming ?? KEEPER_TIMING })
      : await joinFleet(environment.busUrl, stores, { ...told, onReplaced: options.onReplaced ?? (() => undefined) });
  const access = await openAccess({
    adminToken: token.value,
    http: config.http,
    oidc: config.oidc && { ...config.oidc, clientSecret: environment.oidcSecret },
    stores,
    log,
  });
  const keys = CameraKeys.obtain(environment.dataDir);
  const vault = new CameraVault(stores.cameras, keys);
  const webhooks = new Webhooks(stores.tokens, keys, new TargetRules(config.webhookNetworks));
  await webhooks.load();
  const limits = options.liveLimits ?? DEFAULT_LIVE_LIMITS;
  const { siteTimeZone } = config;
  const policyVersion = (): number => app.get(PolicyService).current.version;
  const hello = () => ({ version: VERSION, siteTimeZone, policyVersion: policyVersion(), heartbeatMs: limits.heartbeatMs });
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with({
      config,
      log,
      access,
      dataDir: environment.dataDir,
      stores,
      vault,
      webhooks,
      fleet,
      live: { limits, hello },
    }),
    { logger: new NestLog(log), bodyParser: false, abortOnError: false },
  );
  const close = async () => {
    app.get(LiveGateway).close();
    webhooks.close();
    await fleet.stop();
    await app.get(CountWriter).stop();
    await app.get(Publisher).stop();
    await app.close();
    await stores.close();
  };
  try {
    await app.get(PolicyService).load();
    await app.get(Publisher).start();
    for (const warning of await app.get(CameraService).load(config.cameras)) log.warn(warning);
    requireNeeds(handlersOf(app.get(DiscoveryService, { strict: false })));
    furnish(app, { log, access, basePath: config.http.basePath });
    await listenAt(app, environment);
    await app.get(EventFlow).start();
  } catch (error) {
    await close();
    throw error;
  }
  const url = urlOf(app.getHttpServer(), environment.host);
  const { firstAdminCode } = access;
  const home = `${config.http.publicOrigins[0] ?? url}${config.http.basePath}/`;
  return { url, token, firstAdminLink: firstAdminCode && `${home}#first-admin=${firstAdminCode}`, routes: routesOf(app), close };
}

interface Furniture {
  readonly log: Logger;
  readonly access: OpenedAccess;
  readonly basePath: string;
}

/** What every request passes, and the dashboard and the live side beside REST. */
function furnish(app: NestExpressApplication, { log, access, basePath }: Furniture): void {
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

const ADDRESS_TROUBLES: Record<string, { field: string; hint: string }> = {
  EADDRINUSE: { field: 'VITRINE_PORT', hint: 'stop what listens there, or choose another port' },
  EACCES: { field: 'VITRINE_PORT', hint: 'choose a port above 1023' },
  EADDRNOTAVAIL: { field: 'VITRINE_HOST', hint: 'give an address of this machine, such as 127.0.0.1' },
};

async function listenAt(app: NestExpressApplication, { port, host }: Environment): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const trouble = ADDRESS_TROUBLES[(error as NodeJS.ErrnoException).code ?? ''];
    if (!trouble) throw error;
    throw new ConfigError([
      { file: 'environment', line: null, cause: `the service cannot listen: ${(error as Error).message}`, ...trouble },
    ]);
  }
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no TCP port');
  const shown = host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${address.port}`;
}

import 'reflect-metadata';
import { DiscoveryService, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { openAccess } from './auth/open-access.js';
import { obtainToken, type AdminToken } from './auth/token-keeper.js';
import { CameraKeys } from './cameras/camera-keys.js';
import { CameraService } from './cameras/camera.service.js';
import { CameraVault } from './cameras/camera-vault.js';
import { CountWriter } from './counts/count-writer.js';
import { Publisher } from './disclosure/publisher.js';
import { PolicyService } from './policy/policy.service.js';
import { describeProblem } from './config/config-error.js';
import type { Environment } from './config/environment.js';
import { loadConfig } from './config/load-config.js';
import { EventFlow } from './event-flow.js';
import { furnish } from './furnish.js';
import { handlersOf, requireNeeds } from './http/handlers.js';
import { listenAt } from './http/listen.js';
import { routesOf } from './http/router.js';
import { VERSION } from './health/version.js';
import { LiveGateway } from './live/live-gateway.js';
import { DEFAULT_LIVE_LIMITS, type LiveLimits } from './live/live-limits.js';
import { NestLog } from './log.js';
import { TargetRules } from './webhooks/target.js';
import { Webhooks } from './webhooks/webhooks.js';
import { fileStoreUrl, openStores } from './store/stores.js';
import { LocalFleet } from './fleet/local-fleet.js';
import { KEEPER_TIMING, type KeeperTiming } from './fleet/process-keeper.js';

/** A path and not an import: apps talk over the bus. */
const WORKER_ENTRY = fileURLToPath(new URL('../../stream-worker/dist/main.js', import.meta.url));

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
      : await (
          await import('./fleet/joined/join-fleet.js')
        ).joinFleet(environment.busUrl, stores, { ...told, onReplaced: options.onReplaced ?? (() => undefined) });
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
  let url: string;
  try {
    await app.get(PolicyService).load();
    await app.get(Publisher).start();
    for (const warning of await app.get(CameraService).load(config.cameras)) log.warn(warning);
    requireNeeds(handlersOf(app.get(DiscoveryService, { strict: false })));
    furnish(app, { log, access, basePath: config.http.basePath });
    url = await listenAt(app, environment);
    await app.get(EventFlow).start();
  } catch (error) {
    await close();
    throw error;
  }
  const { firstAdminCode } = access;
  const home = `${config.http.publicOrigins[0] ?? url}${config.http.basePath}/`;
  return { url, token, firstAdminLink: firstAdminCode && `${home}#first-admin=${firstAdminCode}`, routes: routesOf(app), close };
}

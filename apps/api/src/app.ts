import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Server } from 'node:http';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { AggregateWriter } from './aggregates/aggregate-writer.js';
import { AppModule } from './app.module.js';
import { obtainToken, type AdminToken } from './auth/token-keeper.js';
import { CameraService } from './cameras/camera.service.js';
import { ConfigError, describeProblem } from './config/config-error.js';
import type { Environment } from './config/environment.js';
import { loadConfig } from './config/load-config.js';
import { EventFlow } from './event-flow.js';
import { serveDashboard } from './http/dashboard-files.js';
import { ProblemFilter } from './http/problem.filter.js';
import { securityHeaders } from './http/security-headers.js';
import { LiveGateway } from './live/live-gateway.js';
import { DEFAULT_LIVE_LIMITS, type LiveLimits } from './live/live-limits.js';
import { NestLog } from './log.js';
import { openStore } from './store/open-store.js';
import { SUPERVISOR_TIMING, WorkerSupervisor, type SupervisorTiming } from './worker/worker-supervisor.js';

/** A path and not an import: apps talk over the bus. */
const WORKER_ENTRY = fileURLToPath(new URL('../../stream-worker/dist/main.js', import.meta.url));
const MAX_BODY = '64kb';

export interface AppOptions {
  readonly environment: Environment;
  readonly log: Logger;
  /** The stream worker's main module; tests give another. */
  readonly workerEntry?: string;
  readonly workerTiming?: SupervisorTiming;
  readonly liveLimits?: LiveLimits;
}

/** The running service. */
export interface VitrineApp {
  /** `http://host:port`, with the port that was really taken. */
  readonly url: string;
  readonly token: AdminToken;
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
  if (!existsSync(workerEntry)) throw new WorkerMissingError(workerEntry);
  const config = loadConfig(environment.configPath);
  for (const problem of config.cameraProblems)
    log.error(`a camera of the configuration is left out: ${describeProblem(problem)}`);
  mkdirSync(environment.dataDir, { recursive: true, mode: 0o700 });
  const token = obtainToken(environment.token, environment.dataDir);
  const store = await openStore(environment.dataDir);
  const supervisor = new WorkerSupervisor({
    entry: workerEntry,
    config: config.worker,
    timing: options.workerTiming ?? SUPERVISOR_TIMING,
    log,
  });
  const liveLimits = options.liveLimits ?? DEFAULT_LIVE_LIMITS;
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with({ config, log, token: token.value, store, supervisor, liveLimits }),
    { logger: new NestLog(log), bodyParser: false, abortOnError: false },
  );
  const close = async () => {
    app.get(LiveGateway).close();
    await supervisor.stop();
    await app.get(AggregateWriter).stop();
    await app.close();
    await store.close();
  };
  try {
    await app.get(CameraService).load(config.cameras);
    furnish(app, log);
    await listenAt(app, environment);
    app.get(EventFlow).start();
  } catch (error) {
    await close();
    throw error;
  }
  return { url: urlOf(app.getHttpServer(), environment.host), token, close };
}

/** What every request passes, and the dashboard and the live side beside REST. */
function furnish(app: NestExpressApplication, log: Logger): void {
  app.disable('x-powered-by');
  app.use(securityHeaders);
  app.useBodyParser('json', { limit: MAX_BODY });
  app.useGlobalFilters(new ProblemFilter(log));
  serveDashboard(app);
  const live = app.get(LiveGateway);
  live.attach(app.getHttpServer());
  app.get(CameraService).listen((status) => {
    live.publishCamera(status);
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

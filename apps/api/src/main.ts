// The api's process. It starts the stream worker, and ends it.
import { BusError } from '@vitrine/bus';
import { createApp, WorkerMissingError, type VitrineApp } from './app.js';
import { ConfigError } from './config/config-error.js';
import { readEnvironment } from './config/environment.js';
import { openLog } from './log.js';
import { isLostDatabaseSocket } from './store/postgres/lost-socket.js';
import { StoreError } from './store/store-error.js';

/** Whatever hangs while stopping must not keep the process alive. */
const CLOSE_DEADLINE_MS = 12_000;

// The store and its log of changes hold the cameras' passwords; they are nobody else's to read.
process.umask(0o077);
const log = openLog();

function die(error: unknown): never {
  log.fatal({ err: error }, 'the service failed unexpectedly and ends; a service manager should start it again');
  process.exit(1);
}

process.on('uncaughtException', (error) => {
  if (!isLostDatabaseSocket(error)) die(error);
  log.warn('the connection to the database was lost while something was being written to it');
});
process.on('unhandledRejection', die);

const EXPLAINED = [BusError, ConfigError, StoreError, WorkerMissingError];

/** Troubles whose message says all there is to say. */
function isExplained(error: unknown): error is Error {
  if (EXPLAINED.some((kind) => error instanceof kind)) return true;
  // Of the operating system, such as a port that is taken.
  return error instanceof Error && 'syscall' in error;
}

async function start(): Promise<VitrineApp> {
  const environment = readEnvironment(process.env);
  const app = await createApp({
    environment,
    log,
    onReplaced: () => die(new Error('another api node has taken over the fleet')),
  });
  log.info({ dataDir: environment.dataDir }, `Vitrine listens on ${app.url}`);
  if (app.token.generatedInto !== null) {
    // Not through the log, which would redact it.
    process.stdout.write(
      `\nThe admin token, printed this once and kept in ${app.token.generatedInto}:\n\n  ${app.token.value}\n\n`,
    );
  }
  if (app.firstAdminLink !== null) {
    process.stdout.write(`\nNobody can log in yet. This link makes the first admin, once:\n\n  ${app.firstAdminLink}\n\n`);
  }
  return app;
}

const app = await start().catch((error: unknown) => {
  if (!isExplained(error)) die(error);
  log.fatal(`the service cannot start: ${error.message}`);
  process.exit(1);
});

let stopping = false;
function stop(signal: string): void {
  if (stopping) return;
  stopping = true;
  log.info(`${signal}: stopping`);
  setTimeout(() => die(new Error(`stopping took longer than ${CLOSE_DEADLINE_MS} ms`)), CLOSE_DEADLINE_MS).unref();
  app.close().then(() => process.exit(0), die);
}
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));

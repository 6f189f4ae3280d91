import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './service.js';

const DEBIAN_FOLDER = '/usr/lib/postgresql';
const START_DEADLINE_MS = 30_000;

/** What to do where there is none. */
export const POSTGRES_REMEDY = `SKIPPED without PostgreSQL in ${DEBIAN_FOLDER}: apt-get install postgresql`;

/** @returns the folder of the newest PostgreSQL's programs, or null where none is installed */
export function postgresPrograms(): string | null {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER).sort((a, b) => Number(b) - Number(a)) : [];
  const programs = versions.map((version) => join(DEBIAN_FOLDER, version, 'bin'));
  return programs.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/** A real PostgreSQL of one's own, in a temporary folder on a free port. */
export interface PostgresServer {
  /** Of a database that is empty at first. */
  readonly url: string;
  /** Where its files lie. */
  readonly dataDir: string;
  /** As a power cut would: SIGKILL to the server and all its children. */
  kill(): Promise<void>;
  /** Again after `kill`, on the same folder and port. */
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

/** @throws Error where none is installed, or it does not start */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error(POSTGRES_REMEDY);
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-postgres-'));
  const user = unprivileged();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'vitrine', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
  execFileSync(join(programs, 'initdb'), initdb, { ...user, cwd: folder, stdio: 'ignore' });
  const port = await freePort();
  const url = `postgres://vitrine@127.0.0.1:${port}/postgres`;
  let running: ReturnType<typeof spawn> | null = null;

  const start = async () => {
    const options = ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'];
    // A group of its own, so that `kill` reaches its children.
    const server = spawn(join(programs, 'postgres'), options, { ...user, cwd: folder, stdio: 'ignore', detached: true });
    running = server;
    const deadlineMs = performance.now() + START_DEADLINE_MS;
    const isReady = () => succeeds(join(programs, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]);
    while (!isReady()) {
      if (performance.now() > deadlineMs || server.exitCode !== null) throw new Error(`PostgreSQL did not start in ${folder}`);
      await sleep(50);
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    const server = running;
    running = null;
    if (server?.pid === undefined || server.exitCode !== null) return;
    const exited = once(server, 'exit');
    process.kill(signal === 'SIGKILL' ? -server.pid : server.pid, signal);
    await exited;
  };
  await start();
  return {
    url,
    dataDir: data,
    start,
    kill: () => end('SIGKILL'),
    close: async () => {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to be run by root. @returns the user to run it as; null where we are not root */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

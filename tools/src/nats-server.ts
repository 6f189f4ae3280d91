import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './service.js';

const START_DEADLINE_MS = 10_000;

/** What to do where there is none. */
export const NATS_REMEDY = 'SKIPPED without nats-server on the PATH: apt-get install nats-server';

/** @returns the NATS server of this machine; null where none is installed. `VITRINE_NATS_SERVER` names another than the PATH's */
export function natsProgram(): string | null {
  const named = process.env['VITRINE_NATS_SERVER'];
  if (named) return named;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, 'nats-server')).find((path) => existsSync(path)) ?? null;
}

/** A real NATS server with JetStream, in a temporary folder on a free port. */
export interface NatsServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** Again after `kill`, on the same folder and port. */
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

export interface NatsOptions {
  /** Everybody is let in when absent. */
  readonly user?: { readonly name: string; readonly password: string };
  readonly jetStream?: boolean;
}

/** @throws Error where none is installed, or it does not start */
export async function startNats({ user, jetStream = true }: NatsOptions = {}): Promise<NatsServer> {
  const program = natsProgram();
  if (program === null) throw new Error(NATS_REMEDY);
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-nats-'));
  const port = await freePort();
  const configPath = join(folder, 'nats.conf');
  const lines = [
    `listen: "127.0.0.1:${port}"`,
    ...(jetStream ? [`jetstream { store_dir: "${folder}" }`] : []),
    ...(user ? [`authorization { user: "${user.name}", password: "${user.password}" }`] : []),
  ];
  writeFileSync(configPath, `${lines.join('\n')}\n`, { mode: 0o600 });
  let running: ChildProcess;
  const start = async () => {
    running = spawn(program, ['-c', configPath], { stdio: 'ignore' });
    const deadlineMs = performance.now() + START_DEADLINE_MS;
    while (!(await answers(port))) {
      if (performance.now() > deadlineMs || running.exitCode !== null) throw new Error(`NATS did not start in ${folder}`);
      await sleep(20);
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill(signal);
    await exited;
  };
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    get process() {
      return running;
    },
    start,
    kill: () => end('SIGKILL'),
    close: async () => {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answered = await once(socket, 'data').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answered;
}

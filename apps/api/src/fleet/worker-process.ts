import type { MessagePort } from '@vitrine/bus';
import { redactCredentials } from '@vitrine/contracts';
import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export interface StopGrace {
  /** For the worker to close its cameras after the line was cut, ms. */
  readonly stopMs: number;
  /** After SIGTERM, ms. */
  readonly termMs: number;
}

/** One run of the stream worker: a forked process. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Its IPC channel, which the bus speaks over. */
  readonly port: MessagePort;
  /** At once and without asking. */
  kill(): void;
  /** Cuts the line, then SIGTERM, then SIGKILL; resolves when the process is gone. */
  stop(grace: StopGrace): Promise<void>;
}

/**
 * @param entry file of the worker's main module. Its output becomes this process's, without credentials.
 * @param onExit called once, when the process has ended, however that came about
 */
export function startWorkerProcess(entry: string, onExit: (how: string) => void): WorkerProcess {
  // The worker has no use for the token, so it does not get it.
  const env = { ...process.env, VITRINE_TOKEN: undefined, VITRINE_OIDC_SECRET: undefined };
  const child = fork(entry, [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env, execArgv: [] });
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = (how: string) => {
      if (ended) return;
      ended = true;
      resolve();
      onExit(how);
    };
    child.once('exit', (code, signal) => end(signal === null ? `it exited with status ${code}` : `it was ended by ${signal}`));
    child.on('error', (error) => {
      if (child.pid === undefined) end(`it could not be started: ${error.message}`);
    });
  });
  passOn(child.stdout, process.stdout);
  passOn(child.stderr, process.stderr);

  return {
    pid: child.pid,
    port: child,
    kill: () => void child.kill('SIGKILL'),
    stop: async ({ stopMs, termMs }) => {
      if (ended) return;
      if (child.connected) child.disconnect();
      if (await settlesWithin(exited, stopMs)) return;
      child.kill('SIGTERM');
      if (await settlesWithin(exited, termMs)) return;
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function settlesWithin(settled: Promise<void>, timeoutMs: number): Promise<boolean> {
  const timer = new AbortController();
  const timeout = sleep(timeoutMs, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([settled.then(() => true), timeout]);
  timer.abort();
  return inTime;
}

/** Line by line, because a credential must not slip through between two chunks. */
function passOn(from: Readable | null, to: NodeJS.WriteStream): void {
  if (from === null) return;
  createInterface({ input: from, crlfDelay: Infinity }).on('line', (line) => to.write(`${redactCredentials(line)}\n`));
}

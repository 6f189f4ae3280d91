import { createClient, type VitrineClient } from '@vitrine/client';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';

const API_ENTRY = fileURLToPath(new URL('../../apps/api/dist/main.js', import.meta.url));
const START_DEADLINE_MS = 60_000;
const STOP_GRACE_MS = 15_000;

export interface ServiceOptions {
  /** A free port when absent. */
  readonly port?: number;
  /** A YAML file merged over `config/default.yaml`. */
  readonly configPath?: string;
  /** A random one when absent. */
  readonly token?: string;
  /** Kept after `stop`; a temporary folder, removed at `stop`, when absent. */
  readonly dataDir?: string;
  /** More of the environment, such as `VITRINE_STORE`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each chunk the service prints; when absent the output is only collected. */
  readonly onOutput?: (text: string) => void;
}

/** The whole service as its own process, as an operator would run it. */
export interface RunningService {
  readonly baseUrl: string;
  readonly token: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** With the token. */
  readonly client: VitrineClient;
  /** Everything printed so far, for messages of failed tests. */
  output(): string;
  /** An authorised JSON request. @throws Error with the answer's body unless the status is 2xx */
  request<T = unknown>(path: string, init?: { method?: string; body?: unknown }): Promise<T>;
  /** Ends the service as a service manager would: SIGTERM, then SIGKILL after a grace. */
  stop(): Promise<void>;
}

/** Starts the built service and waits until `/health` answers. @throws Error with the service's output when it does not */
export async function startService(options: ServiceOptions = {}): Promise<RunningService> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'vitrine-')));
  const token = options.token ?? randomBytes(24).toString('base64url');
  const child = spawn(process.execPath, [API_ENTRY], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      VITRINE_HOST: '127.0.0.1',
      VITRINE_PORT: String(port),
      VITRINE_DATA_DIR: dataDir,
      VITRINE_TOKEN: token,
      ...options.env,
      ...(options.configPath ? { VITRINE_CONFIG: options.configPath } : {}),
    },
  });
  const output = collectOutput(child, options.onOutput);
  const service: RunningService = {
    baseUrl: `http://127.0.0.1:${port}`,
    token,
    dataDir,
    process: child,
    client: createClient({ baseUrl: `http://127.0.0.1:${port}`, token, WebSocket: WebSocket }),
    output,
    request: (path, init) => request(service, path, init),
    stop: async () => {
      await stopProcess(child);
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await untilHealthy(service);
  } catch (error) {
    await service.stop();
    throw error;
  }
  return service;
}

/** @returns a TCP port that was free a moment ago */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}

function collectOutput(child: ChildProcess, onOutput?: (text: string) => void): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-200_000);
      onOutput?.(chunk);
    });
  }
  return () => text;
}

async function untilHealthy(service: RunningService): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline && service.process.exitCode === null) {
    const answer = await fetch(`${service.baseUrl}/health`).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`the service did not start within ${START_DEADLINE_MS} ms; it printed:\n${service.output()}`);
}

async function request<T>(service: RunningService, path: string, init?: { method?: string; body?: unknown }): Promise<T> {
  const response = await fetch(service.baseUrl + path, {
    method: init?.method ?? 'GET',
    headers: { authorization: `Bearer ${service.token}`, 'content-type': 'application/json' },
    ...(init?.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${init?.method ?? 'GET'} ${path} answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await exited;
  clearTimeout(killer);
}

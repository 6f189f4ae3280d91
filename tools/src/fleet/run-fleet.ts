import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startNats, type NatsServer } from '../nats-server.js';
import { startPostgres, type PostgresServer } from '../postgres-server.js';
import { startService, type RunningService } from '../service.js';

const WORKER_ENTRY = fileURLToPath(new URL('./simulated-worker.js', import.meta.url));

export interface SimulatedWorkerOptions {
  readonly group?: string;
  /** Cameras. */
  readonly capacity?: number;
  /** One visit a camera in each slot, ms. */
  readonly slotMs?: number;
}

/** A fleet on this machine: real servers, a real api node, and workers with simulated cameras, each a process of its own. */
export interface RunningFleet {
  readonly nats: NatsServer;
  readonly postgres: PostgresServer;
  readonly service: RunningService;
  /** A second api node, which serves when the first does not. Resolves when it does. */
  startStandby(): Promise<RunningService>;
  readonly workers: ReadonlyMap<string, ChildProcess>;
  startWorker(name: string, options?: SimulatedWorkerOptions): void;
  addCameras(ids: readonly string[], settings?: object): Promise<void>;
  /** Ends everything and removes what it wrote. */
  close(): Promise<void>;
}

/** @throws Error where PostgreSQL or NATS is not installed */
export async function runFleet(onOutput?: (text: string) => void): Promise<RunningFleet> {
  const [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
  const workers = new Map<string, ChildProcess>();
  const env = { VITRINE_STORE: postgres.url, VITRINE_BUS: nats.url };
  const service = await startService({ env, ...(onOutput && { onOutput }) });
  const nodes = [service];
  return {
    nats,
    postgres,
    service,
    workers,
    startStandby: async () => {
      const { dataDir, token } = service;
      const standby = await startService({ env, dataDir, token });
      nodes.push(standby);
      return standby;
    },
    startWorker: (name, { group = '', capacity = 100, slotMs = 500 } = {}) => {
      const about = { VITRINE_WORKER: name, VITRINE_WORKER_GROUP: group, VITRINE_WORKER_CAMERAS: String(capacity) };
      workers.set(
        name,
        spawn(process.execPath, [WORKER_ENTRY], {
          stdio: ['ignore', 'ignore', 'inherit'],
          env: { ...process.env, ...about, VITRINE_BUS: nats.url, VITRINE_SIMULATED_SLOT_MS: String(slotMs) },
        }),
      );
    },
    addCameras: async (ids, settings = {}) => {
      for (const id of ids) {
        const body = { id, name: id, url: `rtsp://192.0.2.1/${id}`, ...settings };
        await service.request('/api/v1/cameras', { method: 'POST', body });
      }
    },
    close: async () => {
      await Promise.all([...workers.values()].map(end));
      await Promise.all(nodes.map((node) => node.stop()));
      await Promise.all([postgres.close(), nats.close()]);
    },
  };
}

async function end(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const exited = once(worker, 'exit');
  worker.kill('SIGKILL');
  await exited;
}

import { workerConfigSchema, workerEventSchema, type CameraSpec, type WorkerCommand, type WorkerEvent } from '@vitrine/contracts';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WORKER_ENTRY = fileURLToPath(new URL('../../../apps/stream-worker/dist/main.js', import.meta.url));

/** A stream worker of its own, spoken to as the api does. */
export class WorkerProcess {
  readonly events: WorkerEvent[] = [];

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message) => this.events.push(workerEventSchema.parse(message)));
  }

  /** Starts a worker with the default configuration. @throws Error with the worker's own remedy when it cannot start */
  static async start(): Promise<WorkerProcess> {
    const child = fork(WORKER_ENTRY, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const worker = new WorkerProcess(child);
    worker.#send({ kind: 'configure', config: workerConfigSchema.parse({}) });
    while (!worker.events.some(({ kind }) => kind === 'ready')) {
      const fatal = worker.events.find((event) => event.kind === 'fatal');
      if (fatal) throw new Error(`${fatal.message}: ${fatal.remedy}`);
      await once(child, 'message');
    }
    return worker;
  }

  setCameras(cameras: CameraSpec[]): void {
    this.#send({ kind: 'cameras', cameras });
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.#send({ kind: 'stop' });
    await exited;
  }

  #send(command: WorkerCommand): void {
    this.child.send(command);
  }
}

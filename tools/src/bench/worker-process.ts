import { LocalFleetBus } from '@vitrine/bus';
import {
  cameraSourcesSchema,
  workerConfigSchema,
  type CameraSpec,
  type WorkerConfig,
  type WorkerEvent,
} from '@vitrine/contracts';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WORKER_ENTRY = fileURLToPath(new URL('../../../apps/stream-worker/dist/main.js', import.meta.url));
const WORKER_ID = 'bench';
/** The simulated cameras are on this machine. */
const CAMERA_SOURCES = cameraSourcesSchema.parse({ networks: ['127.0.0.0/8'] });

/** A stream worker of its own, spoken to as the api does. */
export class WorkerProcess {
  readonly events: WorkerEvent[] = [];
  readonly #bus = new LocalFleetBus();
  #revision = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly config: WorkerConfig,
  ) {
    this.#bus.listen({
      onEvent: ({ event }) => void this.events.push(event),
      onPresence: () => undefined,
      onUnreadable: (_, why) => {
        throw new Error(why);
      },
    });
    this.#bus.attach(WORKER_ID, child);
    this.setCameras([]);
  }

  /** @throws Error with the worker's own remedy when it cannot start */
  static async start(config = workerConfigSchema.parse({})): Promise<WorkerProcess> {
    const child = fork(WORKER_ENTRY, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const worker = new WorkerProcess(child, config);
    while (!worker.events.some(({ kind }) => kind === 'ready')) {
      const fatal = worker.events.find((event) => event.kind === 'fatal');
      if (fatal) throw new Error(`${fatal.message}: ${fatal.remedy}`);
      await once(child, 'message');
    }
    return worker;
  }

  /** @param watchedCameraIds cameras that previews are wanted of */
  setCameras(cameras: CameraSpec[], watchedCameraIds: string[] = []): void {
    this.#revision += 1;
    const fixed = { config: this.config, cameraSources: CAMERA_SOURCES };
    this.#bus.assign(WORKER_ID, { revision: this.#revision, ...fixed, cameras, watchedCameraIds, retries: {}, probes: [] });
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.#bus.close();
    await exited;
  }
}

import { LocalFleetBus, type Delivery } from '@vitrine/bus';
import type { CameraSources, WorkerConfig } from '@vitrine/contracts';
import type { Logger } from 'pino';
import { Desired, type Wanted } from './desired.js';
import { Fleet, type FleetListener } from './fleet.js';
import { ProcessKeeper, type EndedRun, type KeeperTiming } from './process-keeper.js';
import { ProgressWatch } from './progress-watch.js';
import { WorkerStatus, type WorkerView } from './worker-status.js';

/** The one worker of a service that runs on one machine. */
const LOCAL_WORKER = 'local';

export interface LocalFleetOptions {
  /** File of the stream worker's main module. */
  readonly entry: string;
  readonly config: WorkerConfig;
  readonly cameraSources: CameraSources;
  readonly timing: KeeperTiming;
  readonly log: Logger;
}

/** One worker: a process of this machine, kept alive, told what is wanted of it, and listened to. */
export class LocalFleet extends Fleet {
  readonly areWorkersCounting = false;
  readonly #bus = new LocalFleetBus();
  readonly #keeper: ProcessKeeper;
  readonly #desired: Desired;
  readonly #status = new WorkerStatus();
  readonly #progress = new ProgressWatch();
  readonly #log: Logger;
  #listener: FleetListener | null = null;
  #unreadable = 0;

  constructor({ entry, config, cameraSources, timing, log }: LocalFleetOptions) {
    super();
    this.#log = log;
    this.#desired = new Desired(this.#bus, LOCAL_WORKER, { config, cameraSources });
    this.#keeper = new ProcessKeeper(entry, timing, {
      onStarted: (port) => this.#bus.attach(LOCAL_WORKER, port),
      onEnded: (run) => this.#ended(run),
    });
    this.#bus.listen({
      onEvent: (delivery) => this.#hear(delivery),
      // The keeper knows better: it sees the process itself.
      onPresence: () => undefined,
      onUnreadable: (_, why) => this.#complain(why),
    });
  }

  get worker(): WorkerView {
    return this.#status.view;
  }

  status(): null {
    return null;
  }

  listen(listener: FleetListener): void {
    this.#listener = listener;
  }

  start(): Promise<void> {
    this.#keeper.start();
    return Promise.resolve();
  }

  /** Tells the worker now, and each later one when it starts. */
  want(wanted: Partial<Wanted>): void {
    this.#desired.change(wanted);
  }

  stop(): Promise<void> {
    return this.#keeper.stop();
  }

  #hear(delivery: Delivery): void {
    const { event } = delivery;
    this.#status.hear(event);
    if (event.kind === 'stats') this.#keeper.stuck(this.#progress.stuckForMs(event.stats, performance.now()));
    if (event.kind === 'fatal') this.#keeper.giveLastWords({ message: event.message, remedy: event.remedy });
    if (event.kind === 'ready') {
      this.#keeper.ready();
      this.#log.info({ runtime: event.runtime, pid: this.#keeper.pid }, 'the stream worker is ready');
    } else this.#keeper.heard();
    this.#listener?.onEvent(delivery);
  }

  /** The first, tenth, hundredth… time: a worker of another release would fill the log. */
  #complain(why: string): void {
    this.#unreadable += 1;
    if (!Number.isInteger(Math.log10(this.#unreadable))) return;
    const unreadable = this.#unreadable;
    this.#log.warn({ unreadable }, `a message of the stream worker breaks the contract and is ignored: ${why}`);
  }

  #ended(run: EndedRun): void {
    const { how, trouble, restartInMs } = run;
    this.#status.ended(run);
    this.#progress.reset();
    this.#log.error({ how, restartInMs }, `the stream worker ended: ${trouble.message}. ${trouble.remedy}`);
    this.#listener?.onDown(trouble);
  }
}

import type { Delivery } from '@vitrine/bus';
import { CountReceiver, NatsFleetBus, type BusConnection } from '@vitrine/bus/nats';
import type { CameraSources, FleetStatus, WorkerConfig } from '@vitrine/contracts';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Lease, LeaseStore } from '../../store/lease-store.js';
import type { Wanted } from '../desired.js';
import { Fleet, type FleetListener } from '../fleet.js';
import type { WorkerView } from '../worker-status.js';
import { Documents } from './documents.js';
import { Members } from './members.js';
import { Placer } from './placer.js';

const TURN_EVERY_MS = 1_000;
const STAND_BY_EVERY_MS = 500;
const ORPHANED = {
  message: 'it is not heard any more',
  remedy: 'Another worker takes the camera when there is room; start one if it stays so',
};

export interface JoinedFleetOptions {
  readonly connection: BusConnection;
  readonly leases: LeaseStore;
  readonly config: WorkerConfig;
  readonly cameraSources: CameraSources;
  readonly log: Logger;
  /** Another api node serves the fleet now, because this one was not heard of for too long: what this one knows is not true any more. */
  readonly onReplaced: () => void;
}

/** Several workers, which join by themselves over NATS and share the cameras under leases. */
export class JoinedFleet extends Fleet {
  readonly areWorkersCounting = true;
  readonly #node = randomUUID();
  readonly #bus: NatsFleetBus;
  readonly #receiver: CountReceiver;
  readonly #members = new Members();
  readonly #placer: Placer;
  #wanted: Wanted = { cameras: [], watchedCameraIds: [], retries: {}, probes: [] };
  #leases: readonly Lease[] = [];
  #isStarted = false;
  #listener: FleetListener | null = null;
  #timer: NodeJS.Timeout | undefined;
  #turning: Promise<void> = Promise.resolve();
  #trouble: string | null = null;

  constructor(private readonly options: JoinedFleetOptions) {
    super();
    const { connection, leases, config, cameraSources } = options;
    this.#bus = new NatsFleetBus(connection);
    this.#receiver = new CountReceiver(connection);
    this.#placer = new Placer(this.#node, leases, new Documents(this.#bus, { config, cameraSources }));
  }

  /** All workers as one: it is ready when one of them is. */
  get worker(): WorkerView {
    const heard = this.#members.heard(performance.now());
    const ready = heard.find(({ runtime }) => runtime !== null);
    return {
      state: ready ? 'ready' : 'starting',
      restarts: 0,
      appliedRevision: ready && ready.settledRevision > 0 ? ready.settledRevision : null,
      runtime: ready?.runtime ?? null,
      stats: ready?.stats ?? null,
      message: this.#trouble ?? (ready ? null : 'No stream worker has joined yet. Start one with `npm run worker`'),
    };
  }

  status(refusedVisits: number): FleetStatus {
    const owned = new Set(this.#leases.map(({ cameraId }) => cameraId));
    const enabled = this.#wanted.cameras.filter((camera) => camera.enabled);
    return {
      workers: this.#members.heard(performance.now()).map(({ stats: _, ...member }) => ({
        ...member,
        cameras: this.#leases.filter(({ worker }) => worker === member.id).length,
      })),
      unownedCameraIds: enabled.map(({ id }) => id).filter((id) => !owned.has(id)),
      refusedVisits,
    };
  }

  listen(listener: FleetListener): void {
    this.#listener = listener;
  }

  /** Resolves when no other api node serves the fleet. From then on this one does. */
  async standBy(): Promise<void> {
    for (let isTold = false; !(await this.#hold()); isTold = true) {
      if (!isTold) this.options.log.info('another api node serves this fleet; this one stands by');
      await sleep(STAND_BY_EVERY_MS);
    }
    this.#timer = setInterval(() => void this.#turn(), TURN_EVERY_MS);
  }

  async start(): Promise<void> {
    this.#bus.listen({
      onEvent: (delivery) => this.#hear(delivery),
      onPresence: (workerId, isPresent) =>
        this.options.log.info({ workerId }, isPresent ? 'a worker joined' : 'a worker left, or is out of reach'),
      onUnreadable: (workerId, why) => this.options.log.warn({ workerId }, `a worker's message is ignored: ${why}`),
    });
    await this.#receiver.start({
      onReport: (report) => this.#listener!.onReport(report),
      onUnreadable: (why) => this.options.log.error(`a report of counts is thrown away: ${why}`),
    });
    this.#isStarted = true;
  }

  want(wanted: Partial<Wanted>): void {
    this.#wanted = { ...this.#wanted, ...wanted };
    if (this.#isStarted) void this.#turn();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turning;
    await this.#receiver.stop();
    this.#bus.close();
    await this.options.leases.resign(this.#node).catch(() => undefined);
    await this.options.connection.close();
  }

  #hear(delivery: Delivery): void {
    const { workerId, event } = delivery;
    if (event.kind === 'member') this.#members.hear(workerId, event.member, performance.now());
    if (event.kind === 'stats') this.#members.measure(workerId, event.stats);
    if (event.kind === 'fatal') this.options.log.error({ workerId }, `a worker cannot work: ${event.message}. ${event.remedy}`);
    // A worker that begins says nothing of the cameras that others have.
    if (event.kind !== 'ready') this.#listener?.onEvent(delivery);
  }

  /** Turns follow one another; one that fails is tried again with the next. */
  #turn(): Promise<void> {
    this.#turning = this.#turning.then(() => this.#turnNow()).catch((error: unknown) => this.#fail(error));
    return this.#turning;
  }

  async #turnNow(): Promise<void> {
    const leases = this.#isStarted ? await this.#placer.turn(this.#members, this.#wanted) : await this.#hold();
    if (leases === null) return this.options.onReplaced();
    this.#trouble = null;
    const alive = new Set(leases.filter(({ isExpired }) => !isExpired).map(({ cameraId }) => cameraId));
    const orphaned = this.#leases.filter(({ cameraId, isExpired }) => !isExpired && !alive.has(cameraId));
    this.#leases = leases;
    const ids = orphaned.map(({ cameraId }) => cameraId);
    if (ids.length > 0) this.#listener?.onOrphaned(ids, ORPHANED);
  }

  /** Keeps everything as it is, while nobody is heard yet. @returns the open leases; null when another node serves the fleet */
  async #hold(): Promise<readonly Lease[] | null> {
    const keep = (leases: readonly Lease[]) => ({
      heard: leases.map(({ worker }) => worker),
      givenBack: [],
      taken: [],
      granted: [],
    });
    return (await this.options.leases.turn(this.#node, keep))?.leases ?? null;
  }

  #fail(error: unknown): void {
    const message = `leases cannot be renewed: ${error instanceof Error ? error.message : String(error)}`;
    if (this.#trouble === null) this.options.log.error({ err: error }, `${message}; workers go on with what they have`);
    this.#trouble = message;
  }
}

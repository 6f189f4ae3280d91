import type { SendResult, WorkerBus } from '@vitrine/bus';
import { CountSender, NatsWorkerBus, type BusConnection } from '@vitrine/bus/nats';
import type { DesiredState, Member, WorkerEvent } from '@vitrine/contracts';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { LateEngine, type Engine } from '../engine.js';
import { LeaseCounts } from './lease-counts.js';
import { Outbox } from './outbox.js';

const ANNOUNCE_EVERY_MS = 1_000;
/** What the death of the process loses at most. */
const REPORT_EVERY_MS = 1_000;
/** To give the cameras away; what is held after that is taken when its lease runs out. */
const DRAIN_MS = 10_000;
const LAST_REPORTS_MS = 5_000;

/** What an engine speaks to: its events go through the one who counts. */
export type EngineBus = Pick<WorkerBus, 'send' | 'droppedEvents'>;

export interface FleetMemberOptions extends Pick<Member, 'name' | 'group'> {
  /** Cameras; null: a camera a core until the networks are loaded, then what they were measured to sustain. */
  readonly capacity: number | null;
  readonly connection: BusConnection;
  readonly startEngine: (state: DesiredState, bus: EngineBus) => Promise<Engine>;
  /** The worker is of no use any more: its engine cannot start, or its line is closed for ever. */
  readonly onHopeless: (error: unknown) => void;
  readonly log: Logger;
}

/**
 * A stream worker that joins a fleet by itself: says what it can do, looks at the cameras that it is given, counts what it sees, and brings the
 * counts into the stream. When the centre is out of reach it goes on with what it has.
 */
export class FleetMember {
  readonly #bus: NatsWorkerBus;
  readonly #counts: LeaseCounts;
  readonly #outbox: Outbox;
  readonly #engine: LateEngine;
  readonly #timers: NodeJS.Timeout[] = [];
  #newest: DesiredState | null = null;
  #settledRevision = 0;
  #isDraining = false;
  #runtime: Member['runtime'] = null;
  #onSettled: () => void = () => undefined;

  constructor(private readonly options: FleetMemberOptions) {
    const { connection, name, startEngine, onHopeless } = options;
    this.#bus = new NatsWorkerBus(connection, `${name}-${randomBytes(3).toString('hex')}`);
    this.#counts = new LeaseCounts(this.#bus.source);
    const sender = new CountSender(connection);
    this.#outbox = new Outbox((report) => sender.send(report));
    this.#engine = new LateEngine((state) => startEngine(state, this.#engineBus()), onHopeless);
  }

  /** One run of this worker. */
  get id(): string {
    return this.#bus.workerId;
  }

  join(): void {
    this.#bus.listen({
      onDesired: (state) => this.#obey(state),
      onUnreadable: (why) => this.options.log.error(`what is wanted was not understood and is ignored: ${why}`),
      onClosed: () => this.options.onHopeless(new Error('the connection to NATS is closed')),
    });
    this.#announce();
    this.#timers.push(
      setInterval(() => this.#announce(), ANNOUNCE_EVERY_MS),
      setInterval(() => this.#report(), REPORT_EVERY_MS),
    );
  }

  /** Says why it is of no use. */
  lament(message: string, remedy: string): void {
    this.#bus.send({ kind: 'fatal', message, remedy });
  }

  /** Gives its cameras away, brings its last counts home, and says goodbye. */
  async leave(): Promise<void> {
    this.#isDraining = true;
    this.#announce();
    await Promise.race([this.#hasNothing(), sleep(DRAIN_MS)]);
    await this.#engine.close();
    for (const timer of this.#timers) clearInterval(timer);
    this.#report();
    await Promise.race([this.#outbox.empty(), sleep(LAST_REPORTS_MS)]);
    this.#outbox.close();
    this.#bus.leave();
    await this.options.connection.flush().catch(() => undefined);
  }

  #engineBus(): EngineBus {
    const bus = this.#bus;
    return {
      send: (event) => this.#pass(event),
      get droppedEvents() {
        return bus.droppedEvents;
      },
    };
  }

  #pass(event: WorkerEvent): SendResult {
    this.#counts.observe(event);
    if (event.kind === 'ready') this.#runtime = event.runtime;
    if (event.kind === 'applied') void this.#settle(event.revision);
    return this.#bus.send(event);
  }

  #obey(state: DesiredState): void {
    this.#newest = state;
    const earlier = this.#counts.lease(state);
    if (earlier) this.#outbox.add(earlier);
    this.#engine.want(state);
  }

  /** The cameras of that document are what runs: of all others everything is counted, and on its way. */
  async #settle(revision: number): Promise<void> {
    if (this.#newest?.revision !== revision) return;
    const last = this.#counts.release(this.#newest);
    if (last) this.#outbox.add(last);
    await this.#outbox.empty();
    this.#settledRevision = Math.max(this.#settledRevision, revision);
    this.#announce();
    this.#onSettled();
  }

  async #hasNothing(): Promise<void> {
    const isEmpty = () =>
      this.#newest === null || (this.#newest.cameras.length === 0 && this.#settledRevision >= this.#newest.revision);
    while (!isEmpty()) await new Promise<void>((resolve) => (this.#onSettled = resolve));
  }

  #report(): void {
    const report = this.#counts.take();
    if (report) this.#outbox.add(report);
  }

  #announce(): void {
    const { dropped, waiting } = this.#outbox;
    const { name, group } = this.options;
    const capacity = this.options.capacity ?? this.#runtime?.sustainedCameras ?? availableParallelism();
    const state = { isDraining: this.#isDraining, settledRevision: this.#settledRevision, runtime: this.#runtime };
    this.#bus.send({
      kind: 'member',
      member: { name, group, capacity, ...state, waitingReports: waiting, droppedReports: dropped },
    });
  }
}

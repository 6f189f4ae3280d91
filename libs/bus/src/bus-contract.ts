import { desiredStateSchema, workerConfigSchema, type DesiredState, type WorkerEvent } from '@vitrine/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Delivery, FleetBus, WorkerBus } from './bus.js';

/** A worker and an api joined by the bus under test, with everything that either heard. */
export interface JoinedBus {
  readonly worker: WorkerBus;
  readonly fleet: FleetBus;
  /** Says something to the other side that breaks the contract. */
  breakContract(to: 'worker' | 'fleet'): void;
  /** The worker's process is gone. */
  endWorker(): void;
  /** The worker's line is closed and will never be opened again. */
  closeLine(): void;
  /** Each side hears what the other says from now on. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export const WORKER_ID = 'worker-1';

export const desired = (revision: number): DesiredState =>
  desiredStateSchema.parse({
    revision,
    config: workerConfigSchema.parse({}),
    cameraSources: {},
    cameras: [],
    watchedCameraIds: [],
    retries: {},
    probes: [],
  });

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 20 });

export const applied = (revision: number): WorkerEvent => ({ kind: 'applied', revision });

/** What every bus promises, whatever carries it. */
export function describeBus(name: string, join: () => Promise<JoinedBus>): void {
  describe(`the ${name} bus`, () => {
    let bus: JoinedBus;
    const deliveries: Delivery[] = [];
    const presences: boolean[] = [];
    const states: DesiredState[] = [];
    const unreadable: string[] = [];
    let closed = 0;

    beforeEach(async () => {
      bus = await join();
      closed = 0;
      for (const list of [deliveries, presences, states, unreadable]) list.length = 0;
      bus.fleet.listen({
        onEvent: (delivery) => void deliveries.push(delivery),
        onPresence: (_, isPresent) => void presences.push(isPresent),
        onUnreadable: (_, why) => void unreadable.push(why),
      });
      bus.worker.listen({
        onDesired: (state) => void states.push(state),
        onUnreadable: (why) => void unreadable.push(why),
        onClosed: () => (closed += 1),
      });
      await bus.ready();
    });
    afterEach(() => bus.close());

    it('brings the newest desired state to the worker', async () => {
      for (const revision of [1, 2, 3]) bus.fleet.assign(WORKER_ID, desired(revision));
      await until(() => expect(states.at(-1)).toEqual(desired(3)));
    });

    it('brings events to the api in their order, numbered from 1, each under one source', async () => {
      for (const revision of [1, 2, 3]) expect(bus.worker.send(applied(revision))).toBe('sent');
      await until(() => expect(deliveries).toHaveLength(3));
      expect(deliveries.map(({ seq, event }) => [seq, event])).toEqual([1, 2, 3].map((number) => [number, applied(number)]));
      expect(new Set(deliveries.map(({ workerId, source }) => `${workerId} ${source}`)).size).toBe(1);
    });

    it('reports a message that breaks the contract, and loses no other', async () => {
      bus.breakContract('fleet');
      bus.worker.send(applied(1));
      bus.breakContract('worker');
      bus.fleet.assign(WORKER_ID, desired(1));
      await until(() => expect([deliveries.length, states.length, unreadable.length]).toEqual([1, 1, 2]));
    });

    it('tells the api when the worker is gone', async () => {
      bus.endWorker();
      await until(() => expect(presences.at(-1)).toBe(false));
    });

    it('tells the worker, once, when nobody will ever say anything again', async () => {
      bus.closeLine();
      await until(() => expect(closed).toBe(1));
    });
  });
}

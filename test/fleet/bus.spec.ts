// The bus of several machines, on a real NATS server.
import { BusError } from '@vitrine/bus';
import { connectBus, CountReceiver, CountSender, NatsFleetBus, NatsWorkerBus, type BusConnection } from '@vitrine/bus/nats';
import { desired, describeBus, WORKER_ID, type JoinedBus } from '@vitrine/bus/contract';
import type { CountReport } from '@vitrine/contracts';
import { NATS_REMEDY, natsProgram, startNats, type NatsServer } from '@vitrine/tools';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const HELLO_MS = 20;
const SILENCE_MS = 500;
const WAIT = { timeout: 20_000, interval: 20 };
const missing = natsProgram() === null ? NATS_REMEDY : null;

describe.skipIf(missing !== null)(missing ?? 'with a NATS server', () => {
  let server: NatsServer;
  beforeAll(async () => void (server = await startNats()));
  afterAll(() => server.close());

  describeBus('NATS', async (): Promise<JoinedBus> => {
    const [here, there] = await Promise.all([connectBus(server.url, 'api'), connectBus(server.url, 'worker')]);
    const fleet = new NatsFleetBus(here, SILENCE_MS);
    const worker = new NatsWorkerBus(there, WORKER_ID, HELLO_MS);
    return {
      worker,
      fleet,
      breakContract: (to) =>
        to === 'worker' ? here.publish(`vitrine.desired.${WORKER_ID}`, '{}') : there.publish(`vitrine.event.${WORKER_ID}`, '{}'),
      endWorker: () => void there.close(),
      closeLine: () => void there.close(),
      ready: async () => void (await Promise.all([here.flush(), there.flush()])),
      close: async () => {
        fleet.close();
        await Promise.all([here.close(), there.close()]);
      },
    };
  });

  describe('what is wanted of a worker', () => {
    let connections: BusConnection[];
    beforeEach(
      async () => void (connections = await Promise.all(['api', 'worker', 'thief'].map((name) => connectBus(server.url, name)))),
    );
    afterEach(() => Promise.all(connections.map((connection) => connection.close())));

    it('is sealed to that run of the worker: nobody else on the server can read it', async () => {
      const [api, worker, thief] = connections as [BusConnection, BusConnection, BusConnection];
      const overheard: string[] = [];
      thief.subscribe('>', { callback: (_, message) => void overheard.push(message.string()) });
      await thief.flush();
      const heard: number[] = [];
      const fleet = new NatsFleetBus(api, SILENCE_MS);
      fleet.listen({ onEvent: () => undefined, onPresence: () => undefined, onUnreadable: () => undefined });
      const state = desired(1);
      fleet.assign(WORKER_ID, state);
      const bus = new NatsWorkerBus(worker, WORKER_ID, HELLO_MS);
      bus.listen({
        onDesired: ({ revision }) => void heard.push(revision),
        onUnreadable: () => undefined,
        onClosed: () => undefined,
      });
      await vi.waitFor(() => expect(heard).toEqual([1]), WAIT);
      await vi.waitFor(() => expect(overheard.length).toBeGreaterThan(2), WAIT);
      expect(overheard.join()).not.toContain('config');
      fleet.close();
    });

    it('is taken from whoever decided last, also when a node that decided before speaks again', async () => {
      const [api, worker, other] = connections as [BusConnection, BusConnection, BusConnection];
      const heard: number[] = [];
      const fleets = [api, other].map((connection) => new NatsFleetBus(connection, SILENCE_MS));
      for (const fleet of fleets)
        fleet.listen({ onEvent: () => undefined, onPresence: () => undefined, onUnreadable: () => undefined });
      const bus = new NatsWorkerBus(worker, WORKER_ID, HELLO_MS);
      bus.listen({
        onDesired: ({ revision }) => void heard.push(revision),
        onUnreadable: () => undefined,
        onClosed: () => undefined,
      });
      fleets[0]!.assign(WORKER_ID, desired(5));
      await vi.waitFor(() => expect(heard).toEqual([5]), WAIT);
      fleets[1]!.assign(WORKER_ID, desired(4));
      fleets[1]!.assign(WORKER_ID, desired(6));
      await vi.waitFor(() => expect(heard.at(-1)).toBe(6), WAIT);
      expect(heard).toEqual([5, 6]);
      for (const fleet of fleets) fleet.close();
    });
  });

  it('a worker that says goodbye is gone at once, without being waited for', async () => {
    const [api, worker] = await Promise.all([connectBus(server.url, 'api'), connectBus(server.url, 'worker')]);
    const presences: boolean[] = [];
    const fleet = new NatsFleetBus(api, 600_000);
    fleet.listen({
      onEvent: () => undefined,
      onPresence: (_, isPresent) => void presences.push(isPresent),
      onUnreadable: () => undefined,
    });
    const bus = new NatsWorkerBus(worker, 'leaver', HELLO_MS);
    bus.listen({ onDesired: () => undefined, onUnreadable: () => undefined, onClosed: () => undefined });
    await vi.waitFor(() => expect(presences).toEqual([true]), WAIT);
    bus.leave();
    await vi.waitFor(() => expect(presences).toEqual([true, false]), WAIT);
    fleet.close();
    await Promise.all([api.close(), worker.close()]);
  });
});

const reportOf = (source: string, seq: number): CountReport => ({
  source,
  seq,
  takenAtMs: 1,
  epochs: { door: 1 },
  changes: [{ place: 'door', minuteStartMs: 60_000, visits: 1, analysedMs: 0, cells: [[2, 1]] }],
});

describe.skipIf(missing !== null)(missing ?? 'counts on their way to the store', () => {
  let server: NatsServer;
  let connections: BusConnection[];
  const connectAgain = async () => {
    const connection = await connectBus(server.url, 'test');
    connections.push(connection);
    return connection;
  };
  const receive = async (onReport: (report: CountReport) => Promise<void>, onUnreadable = (_: string) => undefined) => {
    const receiver = new CountReceiver(await connectAgain());
    await receiver.start({ onReport, onUnreadable });
    return receiver;
  };
  beforeEach(async () => {
    server = await startNats();
    connections = [];
  });
  afterEach(async () => {
    await Promise.all(connections.map((connection) => connection.close()));
    await server.close();
  });

  it('go to one node each, and are gone from the stream when they are stored', async () => {
    const stored: string[] = [];
    const nodes = await Promise.all(
      ['a', 'b'].map((node) => receive((report) => Promise.resolve(void stored.push(`${node}${report.seq}`)))),
    );
    const sender = new CountSender(await connectAgain());
    const source = randomUUID();
    for (let seq = 1; seq <= 40; seq += 1) await sender.send(reportOf(source, seq));
    await vi.waitFor(() => expect(stored).toHaveLength(40), WAIT);
    expect(new Set(stored.map((name) => name.slice(1))).size).toBe(40);
    await Promise.all(nodes.map((node) => node.stop()));
    const late = await receive((report) => Promise.resolve(void stored.push(`late${report.seq}`)));
    await sender.send(reportOf(source, 41));
    await vi.waitFor(() => expect(stored.at(-1)).toBe('late41'), WAIT);
    await late.stop();
  });

  it('come again when they could not be stored, and are there once when they were sent twice', async () => {
    const seen: number[] = [];
    const node = await receive((report) => {
      seen.push(report.seq);
      return seen.length === 1 ? Promise.reject(new Error('the database is away')) : Promise.resolve();
    });
    const sender = new CountSender(await connectAgain());
    const source = randomUUID();
    for (const seq of [1, 1, 1]) await sender.send(reportOf(source, seq));
    await vi.waitFor(() => expect(seen).toEqual([1, 1]), WAIT);
    await sender.send(reportOf(source, 2));
    await vi.waitFor(() => expect(seen).toEqual([1, 1, 2]), WAIT);
    await node.stop();
  });

  it('outlive a server that is killed, and both sides find it again', async () => {
    const stored: number[] = [];
    let isOpen = false;
    const node = await receive((report) =>
      isOpen ? Promise.resolve(void stored.push(report.seq)) : Promise.reject(new Error('not yet')),
    );
    const sender = new CountSender(await connectAgain());
    const source = randomUUID();
    for (const seq of [1, 2, 3]) await sender.send(reportOf(source, seq));
    await server.kill();
    await expect(sender.send(reportOf(source, 4))).rejects.toThrow();
    await server.start();
    isOpen = true;
    await vi.waitFor(() => sender.send(reportOf(source, 4)), WAIT);
    await vi.waitFor(() => expect(new Set(stored)).toEqual(new Set([1, 2, 3, 4])), { ...WAIT, timeout: 60_000 });
    await node.stop();
  });

  it('that break the contract are reported once and thrown away', async () => {
    const complaints: string[] = [];
    const stored: number[] = [];
    const node = await receive(
      ({ seq }) => Promise.resolve(void stored.push(seq)),
      (why) => void complaints.push(why),
    );
    (await connectAgain()).publish('vitrine.counts', '{"seq":-1}');
    await new CountSender(await connectAgain()).send(reportOf(randomUUID(), 1));
    await vi.waitFor(() => expect(stored).toEqual([1]), WAIT);
    expect(complaints).toHaveLength(1);
    await node.stop();
  });
});

describe.skipIf(missing !== null)(missing ?? 'a NATS server that cannot be used', () => {
  const failure = async (url: string) =>
    connectBus(url, 'test').then(
      () => null,
      (error: unknown) => error as BusError,
    );

  it('is named with the remedy and without its password', async () => {
    const server = await startNats({ user: { name: 'vitrine', password: 'right' } });
    const error = await failure(server.url.replace('//', '//vitrine:wr0ng-s3cret@'));
    expect(error).toBeInstanceOf(BusError);
    expect(error!.message).toContain('Correct user and password in VITRINE_BUS');
    expect(error!.message).not.toContain('s3cret');
    const connection = await connectBus(server.url.replace('//', '//vitrine:right@'), 'test');
    await connection.close();
    await server.close();
  });

  it('is refused without JetStream', async () => {
    const server = await startNats({ jetStream: false });
    expect((await failure(server.url))!.message).toContain('has no JetStream');
    await server.close();
  });

  it('is said to be away when nobody answers', async () => {
    const server = await startNats();
    await server.close();
    expect((await failure(server.url))!.message).toContain('Start NATS, or correct host and port');
  });
});

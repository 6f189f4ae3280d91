import { connectBus, type BusConnection } from '@vitrine/bus/nats';
import { countReportSchema, workerEventSchema, type VisitUpdate } from '@vitrine/contracts';

interface Heard {
  readonly atMs: number;
  readonly workers: Set<string>;
}

/** Listens to everything that simulated workers say on NATS: the truth that stored counts are held against. */
export class FleetTap {
  /** By camera, by visit. */
  readonly #heard = new Map<string, Map<string, Heard>>();
  /** Visits of each report, by its source and number: one sent twice is one. */
  readonly #reports = new Map<string, number>();

  private constructor(private readonly connection: BusConnection) {
    connection.subscribe('vitrine.event.*', {
      callback: (_, message) => {
        const event = workerEventSchema.parse((JSON.parse(message.string()) as { event: unknown }).event);
        if (event.kind === 'visit') this.#hear(event.visit, message.subject);
      },
    });
    connection.subscribe('vitrine.counts', {
      callback: (_, message) => {
        const { source, seq, changes } = countReportSchema.parse(JSON.parse(message.string()));
        this.#reports.set(
          `${source} ${seq}`,
          changes.reduce((sum, { visits }) => sum + visits, 0),
        );
      },
    });
  }

  static async open(url: string): Promise<FleetTap> {
    const tap = new FleetTap(await connectBus(url, 'tap'));
    await tap.connection.flush();
    return tap;
  }

  get cameras(): Set<string> {
    return new Set(this.#heard.keys());
  }

  /** Different visits that were told. */
  get visits(): number {
    return this.#all.length;
  }

  get reportedVisits(): number {
    return [...this.#reports.values()].reduce((sum, visits) => sum + visits, 0);
  }

  /** Visits that more than one worker told. */
  get seenTwice(): string[] {
    return this.#all.filter(([, { workers }]) => workers.size > 1).map(([visitId]) => visitId);
  }

  camerasSince(atMs: number): Set<string> {
    const isLater = (visits: Map<string, Heard>) => [...visits.values()].some((visit) => visit.atMs >= atMs);
    return new Set([...this.#heard].filter(([, visits]) => isLater(visits)).map(([cameraId]) => cameraId));
  }

  /** @returns the longest time in which a camera that was looked at before and after was not */
  longestGapMs(slotMs: number): number {
    const gaps = [...this.#heard.values()].map((visits) => {
      const times = [...visits.values()].map(({ atMs }) => atMs).sort((a, b) => a - b);
      return Math.max(...times.slice(1).map((atMs, index) => atMs - times[index]!));
    });
    return Math.max(...gaps) - slotMs;
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  get #all(): [string, Heard][] {
    return [...this.#heard.values()].flatMap((visits) => [...visits]);
  }

  #hear({ cameraId, visitId, atMs }: VisitUpdate, worker: string): void {
    const visits = this.#heard.get(cameraId) ?? new Map<string, Heard>();
    this.#heard.set(cameraId, visits);
    const heard = visits.get(visitId) ?? { atMs, workers: new Set<string>() };
    heard.workers.add(worker);
    visits.set(visitId, heard);
  }
}

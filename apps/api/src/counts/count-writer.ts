import { Inject, Injectable } from '@nestjs/common';
import type { CountReport, Coverage, VisitUpdate } from '@vitrine/contracts';
import { MINUTE_MS, VisitCounter } from '@vitrine/metrics';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { LOG } from '../config/tokens.js';
import { CountStore, type Applied, type CountBatch } from '../store/count-store.js';

/** What a `kill -9` of the api loses at most. */
const FLUSH_MS = 1_000;
const LIMITS = { maxVisits: 10_000, forgetAfterMs: 10 * MINUTE_MS };
/** A store that fails is told once, and again this much later. */
const COMPLAIN_EVERY_MS = 60_000;

type ReportedChange = CountReport['changes'][number];

/** What did not get into the counts, and whether the store takes them. */
export interface CountingState {
  /** Came after their quarter hour was settled. */
  readonly lateVisits: number;
  /** Forgotten while open; what they had counted stays. */
  readonly forgottenVisits: number;
  /** Counted by a worker after its camera had been given to another. */
  readonly refusedVisits: number;
  /** Writes that were stored and were lost, because the database’s log was cut before this start. */
  readonly lostCommits: number;
  /** Null while the store takes what it is given. */
  readonly trouble: string | null;
}

/** Counts visits and brings the changes to the store about once a second. Nothing but counts leaves this class. */
@Injectable()
export class CountWriter {
  readonly #counter = new VisitCounter(LIMITS);
  readonly #source = `api:${randomUUID()}`;
  #seq = 0;
  /** On its way to the store; sent again under its number until the store has answered. */
  #batch: CountBatch | null = null;
  #timer: NodeJS.Timeout | undefined;
  #flushed: Promise<void> = Promise.resolve();
  #lateVisits = 0;
  #refusedVisits = 0;
  #trouble: string | null = null;
  #lostCommits = 0;
  #complainedAtMs = -Infinity;
  readonly #analysedMs = new Map<string, number>();

  constructor(
    @Inject(CountStore) private readonly store: CountStore,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  get state(): CountingState {
    return {
      lateVisits: this.#lateVisits,
      refusedVisits: this.#refusedVisits,
      forgottenVisits: this.#counter.forgottenVisits,
      lostCommits: this.#lostCommits,
      trouble: this.#trouble,
    };
  }

  /** Time in which each camera was analysed since this process began, ms. */
  get analysedMs(): ReadonlyMap<string, number> {
    return this.#analysedMs;
  }

  async start(): Promise<void> {
    const { wasEnded, lastBatchMs, lostCommits } = await this.store.begin();
    this.#lostCommits = lostCommits;
    if (lostCommits > 0) this.log.error({ lostCommits }, 'the database’s log was cut: so many writes that were stored are lost');
    if (!wasEnded) {
      const lastBatch = lastBatchMs === null ? null : new Date(lastBatchMs).toISOString();
      this.log.warn({ lastBatch }, 'the service was killed; what it counted in its last second is lost, the rest is there');
    }
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS);
  }

  /** @param visit after the policy's filter */
  observe(visit: VisitUpdate): void {
    this.#counter.observe(visit, performance.now());
  }

  cover(coverage: Coverage): void {
    const { cameraId } = coverage;
    this.#analysedMs.set(cameraId, (this.#analysedMs.get(cameraId) ?? 0) + this.#counter.cover(coverage));
  }

  /**
   * Stores what a worker of a fleet counted; the same report twice counts once.
   * @param allowed what of the cells of a change may be counted. @throws Error when it could not be stored
   */
  async storeReport(
    { source, seq, changes, ...claim }: CountReport,
    allowed: (change: ReportedChange) => ReportedChange['cells'],
  ): Promise<void> {
    const counted = changes.map((change) => ({ ...change, cells: new Map(allowed(change)) }));
    try {
      this.#note(await this.store.apply({ source, seq, changes: counted, claim }));
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /** The worker is gone, and with it everybody it followed; what was counted stays. @returns what was last known of the open visits */
  endAllVisits(): VisitUpdate[] {
    return this.#counter.endAll();
  }

  /** Resolves when everything observed before the call is stored, or is kept for the next flush because the store failed. */
  flush(): Promise<void> {
    this.#flushed = this.#flushed.then(() => this.#flushNow());
    return this.#flushed;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
    // One that failed before: everything that came since waits behind it.
    await this.flush();
    if (this.#batch === null) await this.store.end();
  }

  async #flushNow(): Promise<void> {
    this.#counter.forgetSilent(performance.now());
    if (this.#batch === null) {
      const changes = this.#counter.takeChanges();
      if (changes.length === 0) return;
      this.#batch = { source: this.#source, seq: (this.#seq += 1), changes };
    }
    try {
      this.#note(await this.store.apply(this.#batch));
      this.#batch = null;
    } catch (error) {
      this.#fail(error);
    }
  }

  #note({ lateVisits, refusedVisits }: Applied): void {
    this.#lateVisits += lateVisits;
    this.#refusedVisits += refusedVisits;
    if (this.#trouble !== null) this.log.info('the store takes counts again; nothing was lost');
    this.#trouble = null;
  }

  #fail(error: unknown): void {
    this.#trouble = error instanceof Error ? error.message : String(error);
    if (performance.now() - this.#complainedAtMs < COMPLAIN_EVERY_MS) return;
    this.#complainedAtMs = performance.now();
    this.log.error({ err: error }, 'the counts could not be stored; they are kept in memory and tried again every second');
  }
}

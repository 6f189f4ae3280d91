import { Inject, Injectable } from '@nestjs/common';
import type { AggregateBucket, TrackUpdate } from '@vitrine/contracts';
import { MINUTE_MS, VisitCounter, ZoneClock } from '@vitrine/metrics';
import type { Logger } from 'pino';
import { CONFIG, LOG } from '../config/config.module.js';
import type { ServiceConfig } from '../config/load-config.js';
import { AttributeFilter } from '../policy/attribute-filter.js';
import { STORE } from '../store/store.module.js';
import type { Store } from '../store/store.js';
import { viewBucket } from './bucket-view.js';

/** What a `kill -9` of the api loses at most. */
const FLUSH_MS = 1_000;
const LIMITS = { maxOpenVisits: 10_000, forgetAfterMs: 10 * MINUTE_MS };

/** Counts visits and brings the changes to the store about once a second. Nothing but counts leaves this class. */
@Injectable()
export class AggregateWriter {
  readonly #counter = new VisitCounter(LIMITS);
  readonly #clock: ZoneClock;
  /** The newest minute of each camera, for subscribers that come later. */
  readonly #latest = new Map<string, AggregateBucket>();
  #onMinute: (minute: AggregateBucket) => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #flushed: Promise<void> = Promise.resolve();

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(CONFIG) config: ServiceConfig,
    @Inject(AttributeFilter) private readonly filter: AttributeFilter,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.#clock = new ZoneClock(config.siteTimeZone);
  }

  /** @param onMinute hears of every minute whose stored counts changed */
  start(onMinute: (minute: AggregateBucket) => void): void {
    this.#onMinute = onMinute;
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS);
  }

  /** @param track after the policy's filter */
  observe(track: TrackUpdate): void {
    this.#counter.observe(track, performance.now());
  }

  /** The worker is gone, and with it everybody it followed; what was counted stays. @returns what was last known of the open visits */
  endAllVisits(): TrackUpdate[] {
    return this.#counter.endAll();
  }

  latestMinutes(): AggregateBucket[] {
    return [...this.#latest.values()];
  }

  /** Resolves when everything observed before the call is stored, or has been kept for the next flush because the store failed. */
  flush(): Promise<void> {
    this.#flushed = this.#flushed.then(() => this.#flushNow());
    return this.#flushed;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async #flushNow(): Promise<void> {
    this.#counter.forgetSilent(performance.now());
    const changes = this.#counter.takeChanges();
    try {
      for (const { cameraId, minuteStartMs, counts } of await this.store.addToMinutes(changes)) {
        const bucket = { startMs: minuteStartMs, endMs: minuteStartMs + MINUTE_MS };
        this.#announce(viewBucket(bucket, cameraId, counts, { clock: this.#clock, shown: this.filter.allowed }));
      }
    } catch (error) {
      this.#counter.restore(changes);
      this.log.error({ err: error, minutes: changes.length }, 'the counts could not be stored; they are kept and tried again');
    }
  }

  #announce(minute: AggregateBucket): void {
    const before = this.#latest.get(minute.cameraId!);
    if (!before || Date.parse(before.start) <= Date.parse(minute.start)) this.#latest.set(minute.cameraId!, minute);
    this.#onMinute(minute);
  }
}

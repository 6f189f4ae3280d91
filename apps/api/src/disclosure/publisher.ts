import { Inject, Injectable } from '@nestjs/common';
import { splitPlace } from '@vitrine/contracts';
import {
  closeBlocks,
  cryptoRandom,
  DAY_MS,
  disclose,
  HOUR_MS,
  MINUTE_MS,
  quarterStart,
  ZoneClock,
  type Published,
} from '@vitrine/metrics';
import type { Logger } from 'pino';
import type { ServiceConfig } from '../config/load-config.js';
import { CONFIG, LOG } from '../config/tokens.js';
import { PolicyService } from '../policy/policy.service.js';
import { CountStore, type Standing } from '../store/count-store.js';

/** After a quarter hour has ended, so long its visits can still change. */
export const GRACE_MS = 10 * MINUTE_MS;
const LOOK_EVERY_MS = 15_000;
const FORGET_EVERY_MS = 6 * HOUR_MS;
/** Of the site's clock. */
const SWEEP_HOUR = 4;
const SWEEP_AT_THE_LATEST_MS = 36 * HOUR_MS;

export type PublishedListener = (blocks: readonly Published[]) => Promise<void>;

/** Closes blocks when they are due and tells of what was published. The only caller of `disclose`. */
@Injectable()
export class Publisher {
  readonly #clock: ZoneClock;
  readonly #random = cryptoRandom();
  readonly #listeners: PublishedListener[] = [];
  #standing: Standing = { settledUntilMs: 0, isSynthetic: false, rawQuarters: 0, sweptAtMs: 0 };
  #forgotAtMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CountStore) private readonly counts: CountStore,
    @Inject(PolicyService) private readonly policy: PolicyService,
    @Inject(CONFIG) config: ServiceConfig,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.#clock = new ZoneClock(config.siteTimeZone);
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** @param listener hears of blocks after they are committed */
  listen(listener: PublishedListener): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    this.#standing = await this.counts.standing();
    this.#timer = setInterval(() => void this.settle(Date.now()), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
  }

  /** Publishes what is due at `nowMs`. Resolves when that is done, or has failed and is tried again later. */
  settle(nowMs: number): Promise<void> {
    this.#working = this.#working
      .then(() => this.#settle(quarterStart(nowMs - GRACE_MS)))
      .then(() => this.#forget(nowMs))
      .then(() => this.#sweep(nowMs));
    return this.#working;
  }

  async #settle(untilMs: number): Promise<void> {
    if (untilMs <= this.#standing.settledUntilMs) return;
    const { book } = this.policy;
    try {
      const published = await this.counts.settle({
        untilMs,
        close: (_place, open) =>
          closeBlocks(open, {
            untilMs,
            rules: book.current.policy.blocks,
            isMidnight: (atMs) => this.#clock.isMidnight(atMs),
            isCut: (endMs) => book.isCut(endMs),
          }),
        publish: (block) => {
          const { cameraId } = splitPlace(block.place);
          const attributes = block.kind === 'attributes' ? book.attributesDuring(cameraId, block) : [];
          const policyVersion = book.at(block.startMs).version;
          return disclose({ ...block, attributes, policyVersion }, book.rulesAt(block.startMs), this.#random);
        },
      });
      this.#standing = { ...this.#standing, settledUntilMs: untilMs };
      await this.#tell(published);
    } catch (error) {
      this.log.error({ err: error }, 'history could not be settled; nothing was published, and it is tried again');
    }
  }

  /** They are published whether or not anybody hears of it. */
  async #tell(published: readonly Published[]): Promise<void> {
    try {
      for (const listener of this.#listeners) await listener(published);
    } catch (error) {
      this.log.error({ err: error }, 'blocks were published, and nobody was told of them; the history has them');
    }
  }

  async #forget(nowMs: number): Promise<void> {
    if (nowMs - this.#forgotAtMs < FORGET_EVERY_MS) return;
    this.#forgotAtMs = nowMs;
    const { minutesDays, historyDays, auditDays } = this.policy.book.current.policy.retention;
    const before = (days: number) => nowMs - days * DAY_MS;
    try {
      const forgetting = {
        minutesBeforeMs: before(minutesDays),
        historyBeforeMs: before(historyDays),
        auditBeforeMs: before(auditDays),
      };
      const rows = await this.counts.forget(forgetting);
      if (rows > 0) this.log.info({ rows }, 'what the retention says was deleted');
    } catch (error) {
      this.log.error({ err: error }, 'old data could not be deleted; it is tried again');
    }
  }

  /** Once a night; later where the service does not run at night. */
  async #sweep(nowMs: number): Promise<void> {
    const sinceMs = nowMs - this.#standing.sweptAtMs;
    if (sinceMs < (this.#clock.hourOfDay(nowMs) === SWEEP_HOUR ? HOUR_MS : SWEEP_AT_THE_LATEST_MS)) return;
    this.#standing = { ...this.#standing, sweptAtMs: nowMs };
    try {
      await this.counts.sweep(nowMs);
      this.log.info({ tookMs: Date.now() - nowMs }, 'what was deleted was taken off the disk too');
    } catch (error) {
      this.log.error({ err: error }, 'what was deleted could not be taken off the disk; it is tried again in the night');
    }
  }
}

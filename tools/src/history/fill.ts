import { ATTRIBUTE_NAMES } from '@vitrine/contracts';
import {
  closeBlocks,
  cryptoRandom,
  disclose,
  HOUR_MS,
  quarterStart,
  rationalOf,
  ZoneClock,
  type ClosingRules,
  type DisclosureRules,
} from '@vitrine/metrics';
import type { Stores } from '@vitrine/api';
import { mallCameras, mallChanges, type MallCamera, type Outage } from './mall.js';

export interface FillOptions {
  readonly stores: Stores;
  readonly cameras: number;
  readonly days: number;
  readonly timeZone: string;
  /** The history ends with this, UTC epoch ms; the last quarter hours stay open. */
  readonly endMs: number;
  readonly rules: DisclosureRules;
  readonly onDay?: (day: number) => void;
}

export const CLOSING_RULES: ClosingRules = {
  looks: { visits: 100, visitsAtMidnight: 10 },
  attributes: { visits: 200, visitsAtMidnight: 20 },
};

export const NOISY: DisclosureRules = {
  mode: 'noisy',
  noise: { looksScale: rationalOf(2), dwellScale: rationalOf(4), attributeRho: rationalOf(0.25) },
};

/** Settled like any other: with so much left open at the end. */
const GRACE_MS = 10 * 60_000;

/**
 * Fills a store with made-up visits, through the same counting, closing and disclosing as real ones, and marks it as made up.
 * @returns the cameras, of which the third had an outage of five hours three days before the end
 */
export async function fillHistory({ stores, cameras, days, timeZone, endMs, rules, onDay }: FillOptions): Promise<MallCamera[]> {
  const mall = mallCameras(cameras);
  const clock = new ZoneClock(timeZone);
  const outages = mall.slice(2, 3).map(({ id }): Outage => {
    const startMs = clock.dayStart(endMs, -3) + 12 * HOUR_MS;
    return { cameraId: id, startMs, endMs: startMs + 5 * HOUR_MS };
  });
  await stores.counts.markSynthetic();
  for (const { id, name } of mall) {
    await stores.cameras.save({ id, settings: { name, url: `file:///synthetic/${id}.mp4`, enabled: false } });
  }
  const random = cryptoRandom();
  const attributes = ATTRIBUTE_NAMES.map((_, index) => index);
  for (let day = 0; day <= days; day += 1) {
    const range = {
      startMs: clock.dayStart(endMs, day - days),
      endMs: Math.min(quarterStart(endMs), clock.dayStart(endMs, day - days + 1)),
    };
    const changes = mall.flatMap((camera) => mallChanges(camera, range, clock, outages));
    await stores.counts.apply({ source: `synthetic:${endMs}`, seq: day + 1, changes });
    const untilMs = Math.min(range.endMs, quarterStart(endMs - GRACE_MS));
    await stores.counts.settle({
      untilMs,
      close: (_place, open) =>
        closeBlocks(open, { untilMs, rules: CLOSING_RULES, isMidnight: (atMs) => clock.isMidnight(atMs), isCut: () => false }),
      publish: (block) =>
        disclose({ ...block, attributes: block.kind === 'attributes' ? attributes : [], policyVersion: 1 }, rules, random),
    });
    onDay?.(day);
  }
  return mall;
}

/** @param text such as `28d`. @returns days. @throws Error for anything else */
export function daysOf(text: string): number {
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  if (days === undefined) throw new Error(`--history ${text}: write a number of days, such as 28d`);
  return Number(days);
}

import { closeBlocks, cryptoRandom, disclose, quarterStart, type CountChange, type DisclosureRules } from '@vitrine/metrics';
import type { ClosedBlock, Settling } from '@vitrine/api';

export const MINUTE = 60_000;
export const QUARTER = 15 * MINUTE;
export const NOON = Date.UTC(2026, 5, 1, 12);

const EXACT: DisclosureRules = { mode: 'exact' };

/** Women and men of 25–34 with glasses or without, in one minute. */
export function minute(place: string, offset: number, women: number, men = 0): CountChange {
  const cells = new Map([
    [2, women],
    [10, men],
    [102, women + men],
    [215, women],
  ]);
  return { place, minuteStartMs: NOON + offset * MINUTE, visits: women + men, analysedMs: MINUTE, cells };
}

/** Settles quarter hours up to that many minutes after noon, publishing what was counted as it is. */
export function settling(minutes: number, change: Partial<Settling> = {}, rules = EXACT): Settling {
  const untilMs = quarterStart(NOON + minutes * MINUTE);
  const random = cryptoRandom();
  return {
    untilMs,
    close: (_place, open) =>
      closeBlocks(open, {
        untilMs,
        rules: { looks: { visits: 100, visitsAtMidnight: 10 }, attributes: { visits: 200, visitsAtMidnight: 20 } },
        isMidnight: () => false,
        isCut: () => false,
      }),
    publish: (block: ClosedBlock) => disclose({ ...block, attributes: [15], policyVersion: 1 }, rules, random),
    ...change,
  };
}

import type { AggregateBucket } from '@vitrine/contracts';

export const MINUTE_MS = 60_000;
export const HOUR_MINUTES = 60;

export interface MinuteBar {
  readonly startMs: number;
  readonly visitors: number;
  readonly female: number;
  readonly male: number;
}

/** The query's bounds for the 60 minutes that end with the running one, as ISO 8601. */
export function lastHour(nowMs: number): { from: string; to: string } {
  const toMs = (Math.floor(nowMs / MINUTE_MS) + 1) * MINUTE_MS;
  return { from: new Date(toMs - HOUR_MINUTES * MINUTE_MS).toISOString(), to: new Date(toMs).toISOString() };
}

/** One bar per minute of the range, also for minutes that nobody came in. */
export function minuteSeries(fromMs: number, toMs: number, buckets: readonly AggregateBucket[]): MinuteBar[] {
  const bars = new Map<number, MinuteBar>();
  for (let startMs = fromMs; startMs < toMs; startMs += MINUTE_MS)
    bars.set(startMs, { startMs, visitors: 0, female: 0, male: 0 });
  for (const { start, visitors, gender } of buckets) {
    const startMs = Date.parse(start);
    const bar = bars.get(startMs);
    if (!bar) continue;
    // Cameras may come one by one.
    bars.set(startMs, {
      startMs,
      visitors: bar.visitors + visitors,
      female: bar.female + gender.female,
      male: bar.male + gender.male,
    });
  }
  return [...bars.values()];
}

/** A round number at or above the largest bar, with two to five even steps in between. */
export function axisOf(largest: number): { top: number; step: number } {
  const wanted = Math.max(1, largest) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * magnitude >= wanted)!;
  const step = Math.max(1, factor * magnitude);
  return { top: Math.max(2, Math.ceil(largest / step)) * step, step };
}

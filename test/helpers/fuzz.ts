import type { RunningService } from '@vitrine/tools';
import { randomInt } from 'node:crypto';

/** Printed with every run, so that a failure can be had again: FUZZ_SEED=… npm run test:fuzz */
export const FUZZ_SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));

/** Inputs a property is tried with. */
export const FUZZ_RUNS = Number(process.env['FUZZ_RUNS'] ?? 10_000);

export function announce(what: string): void {
  console.log(`${what}: ${FUZZ_RUNS} inputs, seed ${FUZZ_SEED} (again with FUZZ_SEED=${FUZZ_SEED} npm run test:fuzz)`);
}

/** @returns the 99th percentile in a scrape of `/metrics`, ms; null in any other text */
export function loopDelayIn(text: string): number | null {
  const seconds = /^vitrine_api_loop_delay_p99_seconds ([\d.e-]+)$/m.exec(text)?.[1];
  return seconds === undefined ? null : 1_000 * Number(seconds);
}

/** @returns how long the api's event loop did not come round since somebody asked last, 99th percentile, ms */
export async function takeLoopDelay({ baseUrl, token }: RunningService): Promise<number> {
  const answer = await fetch(`${baseUrl}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const delayMs = loopDelayIn(await answer.text());
  if (delayMs === null) throw new Error('the metrics do not tell the loop delay');
  return delayMs;
}

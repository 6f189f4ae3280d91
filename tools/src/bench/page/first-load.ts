import { quantile } from '../quantile.js';
import type { Wall } from './wall.js';

const LOADS = 5;

export interface FirstLoad {
  /** As it comes over the line: compressed, with headers. */
  readonly firstLoadKb: number;
  readonly requests: number;
  /** Median of the loads, ms. */
  readonly firstPaintMs: number;
}

const TRANSFERS = `performance.getEntries()
  .filter(({ entryType }) => entryType === 'navigation' || entryType === 'resource')
  .map(({ transferSize }) => transferSize)`;
const FIRST_PAINT_MS = `performance.getEntriesByName('first-contentful-paint')[0].startTime`;

/** What somebody who opens the live page for the first time waits for. */
export async function measureFirstLoad(wall: Wall): Promise<FirstLoad> {
  const paintsMs: number[] = [];
  let transfers: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const page = await wall.open();
    await page.waitForLoadState('networkidle');
    transfers = await page.evaluate<number[]>(TRANSFERS);
    paintsMs.push(await page.evaluate<number>(FIRST_PAINT_MS));
    await page.close();
  }
  return {
    firstLoadKb: transfers.reduce((sum, bytes) => sum + bytes, 0) / 1_000,
    requests: transfers.length,
    firstPaintMs: quantile(paintsMs, 0.5),
  };
}

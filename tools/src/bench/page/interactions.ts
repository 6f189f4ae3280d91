import type { Page } from 'playwright-core';
import { quantile } from '../quantile.js';
import { CAMERAS } from './wall.js';

const ROUNDS = 30;
const PAGES = ['History', 'Cameras', 'Privacy', 'System', 'Live'];

/** From a press to the next frame that shows what came of it, ms. */
export interface Latency {
  readonly interactions: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface Interactions {
  readonly camera: Latency;
  readonly page: Latency;
}

/** The browser reports no interaction that took less, and rounds to 8 ms. */
const SHORTEST_MS = 16;
const WATCH = `{
  const longestMs = (globalThis.longestMs = new Map());
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId > 0) longestMs.set(interactionId, Math.max(duration, longestMs.get(interactionId) ?? 0));
  }).observe({ type: 'event', durationThreshold: ${SHORTEST_MS} });
}`;
const TAKE = `(() => {
  const taken = { count: performance.interactionCount, ms: [...longestMs.values()] };
  longestMs.clear();
  return taken;
})()`;

/** Opens and closes cameras, and goes from page to page, by real presses on a wall that goes on. */
export async function measureInteractions(page: Page): Promise<Interactions> {
  await page.evaluate(WATCH);
  const camera = await latencyOf(page, async (round) => {
    await page
      .locator('.tile-link')
      .nth(round % CAMERAS)
      .click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
  const change = await latencyOf(page, async (round) => {
    const name = PAGES[round % PAGES.length]!;
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor({ state: 'attached' });
  });
  return { camera, page: change };
}

async function latencyOf(page: Page, act: (round: number) => Promise<void>): Promise<Latency> {
  const before = await page.evaluate<{ count: number }>(TAKE);
  for (let round = 0; round < ROUNDS; round += 1) await act(round);
  // The browser reports once the frame has been shown.
  await page.waitForTimeout(500);
  const { count, ms } = await page.evaluate<{ count: number; ms: number[] }>(TAKE);
  const interactions = count - before.count;
  const unreported = new Array<number>(Math.max(0, interactions - ms.length)).fill(SHORTEST_MS);
  const all = [...ms, ...unreported];
  return { interactions, p50Ms: quantile(all, 0.5), p95Ms: quantile(all, 0.95) };
}

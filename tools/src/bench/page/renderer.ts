import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';

const WATCH_MS = 20_000;
const MIB = 2 ** 20;

/** Shares of one core. */
export interface RendererLoad {
  /** How long tasks held the page's thread, of the time that passed. */
  readonly busyShare: number;
  /** CPU time of the whole process, of the time that passed. */
  readonly cpuShare: number;
}

/** What the page's own process costs while nobody does anything. */
export async function measureRenderer(page: Page): Promise<RendererLoad> {
  const session = await openSession(page);
  const [before, startMs] = [await metricsOf(session), performance.now()];
  await page.waitForTimeout(WATCH_MS);
  const [after, passedS] = [await metricsOf(session), (performance.now() - startMs) / 1_000];
  const share = (name: string) => (after.get(name)! - before.get(name)!) / passedS;
  return { busyShare: share('TaskDuration'), cpuShare: share('ProcessTime') };
}

/** Debugger's door to the page, with its counters switched on. */
export async function openSession(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return session;
}

/** What is on its way between two frames is not held for long: the least of some looks. */
const LOOKS = 4;
const LOOK_EVERY_MS = 150;

export interface Held {
  readonly heapMiB: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** What the page holds when everything that nobody holds is gone. */
export async function heldBy(session: CDPSession): Promise<Held> {
  const looks: Held[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await session.send('HeapProfiler.collectGarbage');
    const metrics = await metricsOf(session);
    looks.push({
      heapMiB: metrics.get('JSHeapUsedSize')! / MIB,
      nodes: metrics.get('Nodes')!,
      listeners: metrics.get('JSEventListeners')!,
    });
    await sleep(LOOK_EVERY_MS);
  }
  return looks.reduce((least, look) => (look.heapMiB < least.heapMiB ? look : least));
}

async function metricsOf(session: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

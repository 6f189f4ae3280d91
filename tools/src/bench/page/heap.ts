import type { Page } from 'playwright-core';
import { heldBy, openSession, type Held } from './renderer.js';
import { slopeOf } from './slope.js';
import { openWall, UPDATES_PER_HOUR } from './wall.js';

/** So many times as fast as the clock pass the cameras' time and the page's own intervals. */
const SPEED = 60;
/** Of updates; before the first sample caches fill and code is compiled. */
const WARM_H = 0.5;
const HOURS = 4;
const SAMPLES = 17;

const FASTER = `{
  const native = globalThis.setInterval;
  globalThis.setInterval = (work, ms, ...rest) => native(work, ms / ${SPEED}, ...rest);
}`;

export interface HeapSample extends Held {
  /** Of updates that the page heard. */
  readonly hours: number;
}

export interface HeapCourse {
  readonly mibPerHour: number;
  readonly samples: readonly HeapSample[];
}

/** What the live page holds over four hours of updates, told and ticked in a few minutes. */
export async function measureHeap(onSample: (sample: HeapSample) => void): Promise<HeapCourse> {
  const wall = await openWall(SPEED);
  try {
    const page = await wall.open(FASTER);
    const heard = await countUpdates(page);
    const session = await openSession(page);
    const samples: HeapSample[] = [];
    for (let number = 0; number < SAMPLES; number += 1) {
      const dueH = WARM_H + (HOURS * number) / (SAMPLES - 1);
      while (heard() < dueH * UPDATES_PER_HOUR) await page.waitForTimeout(100);
      samples.push({ hours: heard() / UPDATES_PER_HOUR, ...(await heldBy(session)) });
      onSample(samples.at(-1)!);
    }
    return { mibPerHour: slopeOf(samples.map(({ hours, heapMiB }) => [hours, heapMiB])), samples };
  } finally {
    await wall.close();
  }
}

/** Visits that came over the page's connection; what the service left out for a slow page is not among them. */
async function countUpdates(page: Page): Promise<() => number> {
  let count = 0;
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (payload.includes('"type":"visit"')) count += 1;
    }),
  );
  await page.reload();
  return () => count;
}

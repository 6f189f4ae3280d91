import { measureFirstLoad, type FirstLoad } from './first-load.js';
import { measureHeap, type HeapCourse } from './heap.js';
import { measureInteractions, type Interactions } from './interactions.js';
import { measureRenderer, type RendererLoad } from './renderer.js';
import { CAMERAS, openWall } from './wall.js';

export type PageFigures = FirstLoad & Interactions & RendererLoad & { readonly heap: HeapCourse };

const row = (what: string, value: string | number): string => `${what.padEnd(52)}${value}`;

/** The built dashboard before sixteen live cameras: what it costs to open, to use, and to leave open. @param say is called with each figure when it is known */
export async function measurePage(say: (row: string) => void): Promise<PageFigures> {
  const atClock = await measureAtClock(say);
  say(`${CAMERAS} cameras, an hour of updates a minute`);
  const heap = await measureHeap(({ hours, heapMiB, nodes, listeners }) =>
    say(row(`${hours.toFixed(2)} h: heap MiB, DOM nodes, listeners`, `${heapMiB.toFixed(2)}, ${nodes}, ${listeners}`)),
  );
  say(row('heap grows, MiB an hour of updates', heap.mibPerHour.toFixed(3)));
  return { ...atClock, heap };
}

async function measureAtClock(say: (row: string) => void): Promise<FirstLoad & Interactions & RendererLoad> {
  const wall = await openWall(1);
  try {
    const load = await measureFirstLoad(wall);
    say(row('first load, kB, and its requests', `${load.firstLoadKb.toFixed(0)}, ${load.requests}`));
    say(row('first contentful paint, p50, ms', load.firstPaintMs.toFixed(0)));
    const page = await wall.open();
    const renderer = await measureRenderer(page);
    say(row('page’s thread busy, its process’s CPU, % of a core', shares(renderer)));
    const interactions = await measureInteractions(page);
    say(row('a camera opened or closed, p50 and p95, ms', latency(interactions.camera)));
    say(row('another page, p50 and p95, ms', latency(interactions.page)));
    return { ...load, ...renderer, ...interactions };
  } finally {
    await wall.close();
  }
}

const shares = ({ busyShare, cpuShare }: RendererLoad): string =>
  [busyShare, cpuShare].map((share) => (100 * share).toFixed(1)).join(', ');

const latency = ({ p50Ms, p95Ms, interactions }: Interactions['camera']): string =>
  `${p50Ms.toFixed(0)} and ${p95Ms.toFixed(0)} (${interactions} presses)`;

import { createApp, readEnvironment } from '@vitrine/api';
import { LoopDelay } from '@vitrine/metrics';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { CrowdFigures } from './crowd.js';

const WORKER = fileURLToPath(new URL('../../../src/bench/live/talking-worker.mjs', import.meta.url));
const CROWD = fileURLToPath(new URL('crowd.js', import.meta.url));
const TOKEN = 'a-token-for-the-bench-only';
const MIB = 2 ** 20;

export interface LiveFigures extends CrowdFigures {
  /** Of the api, which shares the machine with the crowd. */
  readonly loopDelayP99Ms: number;
  readonly grownMiB: number;
}

/** 180 subscribers that read, 20 that do not, 200 strangers without a token, 50 visits a second: what it costs the first and the api. */
export async function measureLive(): Promise<LiveFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitrine-live-'));
  const environment = readEnvironment({ VITRINE_PORT: '0', VITRINE_DATA_DIR: dataDir, VITRINE_TOKEN: TOKEN });
  const app = await createApp({ environment, log: pino({ level: 'warn' }), workerEntry: WORKER });
  const delay = new LoopDelay();
  const beforeBytes = process.memoryUsage.rss();
  try {
    const crowd = fork(CROWD, [`${app.url.replace('http', 'ws')}/ws/v1`, TOKEN]);
    const [figures] = (await Promise.race([once(crowd, 'message'), endOf(crowd)])) as [CrowdFigures];
    const grownMiB = (process.memoryUsage.rss() - beforeBytes) / MIB;
    return { ...figures, loopDelayP99Ms: delay.takeP99Ms(), grownMiB };
  } finally {
    delay.close();
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A crowd that ends without a word has failed; what it printed says why. */
async function endOf(crowd: ChildProcess): Promise<never> {
  const [code] = (await once(crowd, 'exit')) as [number | null];
  throw new Error(`the crowd ended with status ${code} before it was done`);
}

export function liveRows(figures: LiveFigures): string {
  const row = (what: string, value: string | number) => `${what.padEnd(52)}${value}`;
  const { listeners, slow, strangers, messagesHeard, delayP50Ms, delayP99Ms, missedByListeners, listenersClosed } = figures;
  return [
    row('subscribers that read, that do not, without a token', `${listeners}, ${slow}, ${strangers}`),
    row('visits heard', messagesHeard),
    row('from said to heard, p50 and p99, ms', `${delayP50Ms} and ${delayP99Ms}`),
    row('missed by those who read; their connections closed', `${missedByListeners}; ${listenersClosed}`),
    row('resumed without a gap', figures.resumedWithoutGap ? 'yes' : 'NO'),
    row('api: event loop delay p99, ms', figures.loopDelayP99Ms.toFixed(1)),
    row('api: memory grown, MiB', figures.grownMiB.toFixed(0)),
  ].join('\n');
}

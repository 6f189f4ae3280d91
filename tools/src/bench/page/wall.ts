import { createApp, readEnvironment } from '@vitrine/api';
import { createClient } from '@vitrine/client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { launchChromium } from '../../chromium.js';

const WORKER = fileURLToPath(new URL('../../../src/bench/page/wall-worker.mjs', import.meta.url));
const TOKEN = 'a-token-for-the-bench-only';
const SIZE_PX = { width: 1920, height: 1080 };
export const CAMERAS = 16;
/** Each camera says once a second where its person is. */
export const UPDATES_PER_HOUR = 3_600 * CAMERAS;

/** The service with sixteen pretended cameras that are all live, and a browser. */
export interface Wall {
  readonly browser: Browser;
  /** The built dashboard's live page, in a profile of its own: nothing is cached. @param script runs before the page's own */
  open(script?: string): Promise<Page>;
  close(): Promise<void>;
}

/** @param speed how many times as fast as the clock the cameras' time passes */
export async function openWall(speed: number): Promise<Wall> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitrine-page-'));
  process.env['VITRINE_BENCH_SPEED'] = String(speed);
  const environment = readEnvironment({ VITRINE_PORT: '0', VITRINE_DATA_DIR: dataDir, VITRINE_TOKEN: TOKEN });
  const app = await createApp({ environment, log: pino({ level: 'error' }), workerEntry: WORKER });
  const browser = await launchChromium();
  const client = createClient({ baseUrl: app.url, token: TOKEN, WebSocket });
  for (let number = 1; number <= CAMERAS; number += 1) {
    // Nobody opens the address: no stream worker runs.
    await client.cameras.create({ id: `door-${number}`, name: `Door ${number}`, url: `rtsp://127.0.0.1:9/${number}` });
  }
  return {
    browser,
    open: async (script) => {
      const page = await browser.newPage({ viewport: SIZE_PX, locale: 'en-GB' });
      if (script !== undefined) await page.addInitScript(script);
      await page.goto(`${app.url}/live#token=${TOKEN}`);
      await page
        .locator('.figure')
        .nth(CAMERAS / 2)
        .waitFor();
      return page;
    },
    close: async () => {
      await browser.close();
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

// `npm run screenshots -- [folder]`: the pictures of README and docs, from the whole service with made-up history and the demo's door.
import { fileStoreUrl, openStores } from '@vitrine/api';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { launchChromium } from './chromium.js';
import { chooseSource } from './demo-source.js';
import { fillHistory, NOISY } from './history/fill.js';
import { mallCameras } from './history/mall.js';
import { startService, type RunningService } from './service.js';

const SIZE_PX = { width: 1600, height: 900 };
/** So many that the last four weeks have four weeks to be compared with. */
const DAYS = 57;
const CAMERAS = 9;
const LIVE_CAMERAS = ['Main entrance', 'North door', 'Food court'];
const PATIENCE_MS = 300_000;
const SETTLE_MS = 2_000;
/** A few people come and go, so that there are figures to see. */
const WATCH_MS = 90_000;

/** Somebody is in the middle of the picture, neither coming nor going. */
const IS_SOMEBODY_STANDING = `[...document.querySelectorAll('.figure')].some(({ style }) => {
  const middle = parseFloat(style.left) + parseFloat(style.width) / 2;
  return middle > 30 && middle < 70;
})`;

/** A picture and the page that it is of; `ready` is on the page once there is something to see. */
const SHOTS = [
  {
    name: 'history',
    path: `/history?range=28d&cameras=${mallCameras(CAMERAS)
      .map(({ id }) => id)
      .join()}`,
    theme: 'light',
    ready: '.heat-cell',
  },
  { name: 'cameras', path: '/cameras', theme: 'light', ready: '.camera-table' },
  { name: 'privacy', path: '/privacy', theme: 'light', ready: '.switch-row' },
  { name: 'system', path: '/system', theme: 'dark', ready: '.strip-stage' },
  { name: 'live', path: '/live', theme: 'dark', ready: '.figure' },
] as const;

async function takeShot(page: Page, service: RunningService, folder: string, shot: (typeof SHOTS)[number]): Promise<void> {
  await page.goto(`${service.baseUrl}/#token=${service.token}`);
  await page.evaluate(`localStorage.setItem('vitrine.theme', '${shot.theme}')`);
  await page.goto(service.baseUrl + shot.path);
  await page.locator(shot.ready).first().waitFor();
  await page.waitForTimeout(SETTLE_MS);
  while (shot.name === 'live' && !(await page.evaluate<boolean>(IS_SOMEBODY_STANDING))) await page.waitForTimeout(100);
  const picture = await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 10 })
    .toBuffer();
  await writeFile(join(folder, `${shot.name}.png`), picture);
  console.log(`${shot.name}.png: ${SIZE_PX.width}×${SIZE_PX.height} px, ${Math.round(picture.length / 1_024)} KiB`);
}

const folder = resolve(process.argv[2] ?? 'docs/images');
const dataDir = await mkdtemp(join(tmpdir(), 'vitrine-screenshots-'));
const stores = await openStores(fileStoreUrl(dataDir));
await fillHistory({ stores, cameras: CAMERAS, days: DAYS, timeZone: 'UTC', endMs: Date.now(), rules: NOISY });
await stores.close();
const source = await chooseSource([]);
const service = await startService({ dataDir, configPath: source.configPath });
const browser = await launchChromium();
try {
  await mkdir(folder, { recursive: true });
  for (const [index, name] of LIVE_CAMERAS.entries()) {
    await service.request('/api/v1/cameras', {
      method: 'POST',
      body: { id: `live-${index + 1}`, name, ...source.camera, fps: 5 },
    });
  }
  const page = await browser.newPage({ viewport: SIZE_PX, locale: 'en-GB' });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.waitForTimeout(WATCH_MS);
  for (const shot of SHOTS) await takeShot(page, service, folder, shot);
} finally {
  await browser.close();
  await service.stop();
  await source.close();
  await rm(dataDir, { recursive: true, force: true });
}

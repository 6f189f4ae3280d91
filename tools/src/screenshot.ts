// The picture of the README, from a service that runs: `npm run demo`, then
//   node tools/dist/screenshot.js 'http://127.0.0.1:8080/#token=…' docs/images/dashboard.png
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { launchChromium } from './chromium.js';

const SIZE_PX = { width: 1600, height: 900 };
/** Somebody is described in words, and several visits are counted already. */
const PEOPLE_IN_VIEW = 3;
const TEN_OR_MORE = /^\d[\d,]/;
const PATIENCE_MS = 300_000;

const [url, out] = process.argv.slice(2);
if (!url || !out) {
  console.error('usage: node tools/dist/screenshot.js <address of the dashboard with #token=…> <picture.png>');
  process.exit(2);
}

const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: SIZE_PX });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(url);
  await page.getByTestId('visitors').filter({ hasText: TEN_OR_MORE }).waitFor();
  await page
    .locator('.person[data-left="false"]')
    .nth(PEOPLE_IN_VIEW - 1)
    .waitFor();
  const picture = await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 10 })
    .toBuffer();
  await writeFile(out, picture);
  console.log(`${out}: ${SIZE_PX.width}×${SIZE_PX.height} px, ${Math.round(picture.length / 1024)} KiB`);
} finally {
  await browser.close();
}

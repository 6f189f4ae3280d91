// The dashboard in a real browser against the whole service and a simulated camera: what an operator sees, and that nothing leaves.
import {
  chromiumMissing,
  launchChromium,
  makeDemoVideo,
  startRtspCamera,
  startService,
  type RtspCamera,
  type RunningService,
} from '@vitrine/tools';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CONFIG = fileURLToPath(new URL('../fixtures/all-attributes.yaml', import.meta.url));
/** Networks have to load and a visit has to end before everything shows. */
const PATIENCE_MS = 100_000;

const missing = chromiumMissing();

describe.skipIf(missing !== null)(missing === null ? 'the dashboard' : `SKIPPED with ${missing}`, () => {
  let folder: string;
  let camera: RtspCamera;
  let service: RunningService;
  let browser: Browser;
  let page: Page;
  let seen: Seen;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-browser-'));
    const film = join(folder, 'film.mp4');
    await makeDemoVideo(film);
    camera = await startRtspCamera({ file: film });
    service = await startService({ configPath: CONFIG });
    await service.request('/api/v1/cameras', {
      method: 'POST',
      body: { id: 'entrance', name: 'Entrance', url: camera.url, fps: 5 },
    });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    page.setDefaultTimeout(PATIENCE_MS);
    seen = watch(page);
    await page.goto(`${service.baseUrl}/#token=${service.token}`);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await camera?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('takes the token out of the address bar and connects', async () => {
    await page.getByText('Connected', { exact: true }).waitFor();
    expect(page.url()).toBe(`${service.baseUrl}/`);
  });

  it('shows the camera live, at its measured rate, with a picture whose faces are blurred', async () => {
    const tile = page.locator('.camera', { hasText: 'Entrance' });
    await tile.getByText('Live', { exact: true }).waitFor();
    await tile.getByText(/^\d+\.\d\sfps$/).waitFor();
    await tile.getByRole('img', { name: 'Picture of Entrance, faces blurred' }).waitFor();
    await expect.poll(() => page.evaluate<boolean>(PICTURE_IS_DRAWN), { timeout: PATIENCE_MS }).toBe(true);
  });

  it('describes a person: age with its uncertainty, gender with its probability, attributes in words', async () => {
    const card = page.locator('.person').first();
    await card.waitFor();
    const text = (await card.innerText()).replace(/\s+/g, ' ');
    expect(text).toMatch(/\d+ ± \d+ years/);
    expect(text).toMatch(/(female|male) \d+ %/i);
    await page.locator('.person .word:not(.none)').first().waitFor();
  });

  it('labels that person in the picture', async () => {
    await page
      .getByText(/^\d\s+(female|male) · \d+ ± \d+$/)
      .first()
      .waitFor();
  });

  it('opens all attributes of a person with the keyboard, and closes them with Escape', async () => {
    await page.locator('.person-open').first().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('smiling').waitFor();
    expect(await dialog.getByRole('meter').count()).toBe(38);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('counts visitors in the charts', async () => {
    await page
      .getByTestId('visitors')
      .filter({ hasText: /^[1-9]/ })
      .waitFor();
    await page.getByRole('img', { name: /^Bar chart of visitors per minute; busiest/ }).waitFor();
    await page.locator('.tops .share-row').first().waitFor();
  });

  it('fits the wall, the laptop and the phone without anything to scroll sideways', async () => {
    for (const [width, height] of [
      [1366, 768],
      [390, 844],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth'), `at ${width}×${height}`).toBe(width);
    }
  });

  it('says that the camera is gone, why, and what to do', async () => {
    await camera.close();
    const tile = page.locator('.camera', { hasText: 'Entrance' });
    await tile.getByText('Reconnecting', { exact: true }).waitFor();
    expect(await tile.locator('.no-picture-title').innerText()).not.toBe('');
    expect(await tile.locator('.no-picture-remedy').innerText()).not.toBe('');
  });

  it('did all this without an error in the console and without a request to anywhere else', () => {
    expect(seen.errors).toEqual([]);
    expect(seen.hosts).toEqual(new Set([new URL(service.baseUrl).host]));
  });

  it('shows what the service has against an entry at its field', async () => {
    await page.getByRole('button', { name: 'Add camera' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a camera' });
    await dialog.getByLabel('Name').fill('Exit');
    await dialog.getByLabel('Address').fill('ftp://somewhere');
    await dialog.getByRole('button', { name: 'Add camera' }).click();
    const address = dialog.getByLabel('Address');
    await dialog.getByRole('alert').waitFor();
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Escape');
  });

  it('asks for another token when the service does not take this one', async () => {
    const stranger = await browser.newPage();
    await stranger.goto(`${service.baseUrl}/#token=wrong`);
    await stranger.getByRole('form', { name: 'Sign in' }).getByRole('alert').waitFor();
    await stranger.getByLabel('Token').fill(service.token);
    await stranger.getByRole('button', { name: 'Sign in' }).click();
    await stranger.getByRole('heading', { name: 'Cameras' }).waitFor();
    await stranger.close();
  });
});

/** True once the canvas holds more than one colour. Evaluated from here, since the page’s policy forbids a script that waits inside. */
const PICTURE_IS_DRAWN = `(() => {
  const canvas = document.querySelector('.picture canvas');
  if (!canvas) return false;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, index) => index % 4 !== 3 && value !== data[index % 4]);
})()`;

interface Seen {
  /** Errors and warnings of the console, uncaught exceptions, failed requests. */
  readonly errors: string[];
  readonly hosts: Set<string>;
}

function watch(page: Page): Seen {
  const seen: Seen = { errors: [], hosts: new Set() };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.errors.push(message.text());
  });
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:') seen.hosts.add(host);
  });
  page.on('websocket', (socket) => seen.hosts.add(new URL(socket.url()).host));
  return seen;
}

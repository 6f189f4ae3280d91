// What an operator sees when something is wrong, and that it comes right again by itself or by what the page says.
import { chromiumMissing, freePort, startRtspCamera, startService } from '@vitrine/tools';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCamera, openStage, type Stage } from '../helpers/dashboard.js';

const CONFIG = new URL('../fixtures/quick-to-retry.yaml', import.meta.url).pathname;
const PATIENT = { timeout: 60_000 };
const WALL = 16;

const missing = chromiumMissing();

describe.skipIf(missing !== null)(missing === null ? 'a page in trouble' : `SKIPPED with ${missing}`, () => {
  let stage: Stage;
  let page: Page;
  const at = { dataDir: '', port: 0, token: 'a-token-that-outlives-a-restart', configPath: CONFIG };

  beforeAll(async () => {
    at.dataDir = await mkdtemp(join(tmpdir(), 'vitrine-trouble-'));
    at.port = await freePort();
    stage = await openStage(at);
    page = await stage.open('/');
  }, 240_000);

  afterAll(async () => {
    await stage?.close();
    await rm(at.dataDir, { recursive: true, force: true });
  });

  const tileOf = (name: string) => page.locator('.tile', { hasText: name });

  it('says that a password is wrong, and is well once the right one is entered', async () => {
    const guarded = await startRtspCamera({
      file: stage.film,
      credentials: { user: 'guard', password: 'right', scheme: 'digest' },
    });
    await addCamera(stage, 'guarded', 'Guarded', guarded.url.replace('right', 'wrong'));
    await page.goto(`${stage.service.baseUrl}/cameras/guarded`);
    await page.getByText('Wrong user name or password').first().waitFor();
    await page.getByRole('button', { name: 'Settings …' }).click();
    await page.getByRole('dialog').getByLabel('User').fill('guard');
    await page.getByRole('dialog').getByLabel('Password').fill('right');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.page-head').getByText('Live', { exact: true }).waitFor();
    await stage.service.client.cameras.remove('guarded');
    await guarded.close();
  });

  it('shows a camera that goes and comes back', async () => {
    const port = await freePort();
    const first = await startRtspCamera({ file: stage.film, port });
    await addCamera(stage, 'door', 'Door', first.url);
    await page.goto(`${stage.service.baseUrl}/live`);
    await page.getByText('All is well').waitFor();
    await first.close();
    await tileOf('Door').getByText('Camera unreachable').waitFor();
    await page.getByText('1 in trouble').waitFor();
    const again = await startRtspCamera({ file: stage.film, port });
    await page.getByText('All is well').waitFor();
    await tileOf('Door').locator('.figure').first().waitFor();
    await stage.service.client.cameras.remove('door');
    await again.close();
  });

  it('puts the two in trouble before the fourteen that are well', async () => {
    for (let number = 1; number <= WALL; number += 1) {
      const url = number === 7 || number === 12 ? `rtsp://127.0.0.1:9/${number}` : stage.camera.url;
      // One frame in five seconds: what is looked at here is the wall.
      await stage.service.client.cameras.create({ id: `wall-${number}`, name: `Wall ${number}`, url, fps: 0.2 });
    }
    await page.getByText('2 in trouble').waitFor();
    await page.getByText('14 of 16 cameras measuring').waitFor();
    await expect
      .poll(async () => (await page.locator('.tile-name').allTextContents()).slice(0, 2), PATIENT)
      .toEqual(['Wall 7', 'Wall 12']);
    expect(await page.locator('.tile').count()).toBe(WALL);
    for (let number = 1; number <= WALL; number += 1) await stage.service.client.cameras.remove(`wall-${number}`);
  });

  it('lies under a veil while the service is away, and goes on afterwards without counting anybody twice', async () => {
    await addCamera(stage, 'door', 'Door');
    const today = page.getByTestId('today');
    await expect.poll(async () => Number(await today.textContent()), PATIENT).toBeGreaterThan(2);
    await stage.service.client.cameras.change('door', { enabled: false });
    const counted = async () =>
      (await stage.service.client.history.query({ from: 'today', metrics: ['visits'] })).rows[0]!['visits'];
    await expect.poll(async () => Number(await today.textContent()) === (await counted()), PATIENT).toBe(true);
    const before = await counted();

    await stage.service.stop();
    await page.getByRole('alert').getByText('No connection to the service.').waitFor();
    expect(await page.locator('.veiled').getAttribute('data-stale')).toBe('true');
    const service = await startService(at);
    try {
      await page.locator('.veiled[data-stale="false"], .veiled:not([data-stale])').waitFor();
      expect((await service.client.history.query({ from: 'today', metrics: ['visits'] })).rows[0]!['visits']).toBe(before);
      expect(Number(await today.textContent())).toBe(before);
    } finally {
      await service.stop();
    }
  });
});

// An operator's day in a real browser: first camera, first face, a camera that dies, a service that restarts.
import { chromiumMissing } from '@vitrine/tools';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../helpers/dashboard.js';

const missing = chromiumMissing();

describe.skipIf(missing !== null)(missing === null ? 'the live page' : `SKIPPED with ${missing}`, () => {
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    stage = await openStage();
    page = await stage.open('/');
  }, 240_000);

  afterAll(() => stage?.close());

  it('takes the token out of the address and begins with the first camera', async () => {
    await page.getByText('No camera yet', { exact: true }).first().waitFor();
    expect(page.url()).toBe(`${stage.service.baseUrl}/live`);
    await page.getByRole('link', { name: 'Add the first camera' }).click();
  });

  it('says all that is wrong with an entry at its fields, in plain words', async () => {
    const dialog = page.getByRole('dialog');
    await expect.poll(() => page.evaluate<string>('document.activeElement.name')).toBe('url');
    await dialog.getByRole('button', { name: 'Next without a test' }).click();
    await dialog.getByRole('alert').getByText('Enter the camera’s address').waitFor();
    await dialog.getByLabel('Address').fill(stage.camera.url);
    await dialog.getByRole('button', { name: 'Next without a test' }).click();
    await dialog.getByLabel('Frames a second').fill('500');
    await dialog.getByRole('button', { name: 'Add camera' }).click();
    await dialog.getByText('Give the camera a name.').waitFor();
    await dialog.getByText('At most 30.').waitFor();
    await dialog.getByLabel('Frames a second').fill('5');
    await dialog.getByLabel('Name').fill('Entrance');
    await dialog.getByRole('button', { name: 'Add camera' }).click();
    await page.getByRole('heading', { name: 'Entrance' }).waitFor();
  });

  it('shows the first face within a minute: a figure on the plan, and a number', async () => {
    await page.getByRole('link', { name: 'Live' }).click();
    await page.locator('.figure').first().waitFor({ timeout: 60_000 });
    await page
      .getByTestId('in-view')
      .filter({ hasText: /^[1-9]/ })
      .waitFor();
    await page.getByText('All is well').waitFor();
    expect(await page.locator('canvas.picture-canvas').count()).toBe(0);
  });

  it('opens a camera, gives the focus back when it is closed, and knows its keys', async () => {
    const tile = page.getByRole('link', { name: /Entrance/ });
    await tile.focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog', { name: 'Entrance' })
      .getByRole('heading', { name: /in view/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate<boolean>("document.activeElement.classList.contains('tile-link')")).toBe(true);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('shows a wall screen without anything to press', async () => {
    await page.goto(`${stage.service.baseUrl}/live?kiosk`);
    await page.locator('.tile').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
    await page.goto(`${stage.service.baseUrl}/live`);
  });

  it('says that the camera is gone, why, and what helps', async () => {
    await page.getByText('All is well').waitFor();
    await stage.camera.close();
    await page.getByText('1 in trouble').waitFor();
    const tile = page.locator('.tile', { hasText: 'Entrance' });
    await tile.locator('.tile-trouble strong').filter({ hasText: /\w/ }).waitFor();
    await page.getByRole('button', { name: /Events/ }).click();
    await page.getByRole('dialog', { name: 'Events' }).getByText('Entrance').first().waitFor();
    await page.keyboard.press('Escape');
  });

  it('draws a veil while the service is away', async () => {
    expect(stage.errors).toEqual([]);
    expect(stage.hosts).toEqual(new Set([new URL(stage.service.baseUrl).host]));
    await stage.service.stop();
    await page.getByRole('alert').getByText('No connection to the service.').waitFor();
    expect(await page.locator('.veiled').getAttribute('data-stale')).toBe('true');
  });
});

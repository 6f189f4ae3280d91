// Zones drawn on the plan, by pointer and by keyboard alone, and what is counted in them.
import { chromiumMissing } from '@vitrine/tools';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCamera, openStage, type Stage } from '../helpers/dashboard.js';

const PATIENT = { timeout: 90_000 };
const missing = chromiumMissing();

describe.skipIf(missing !== null)(missing === null ? 'zones' : `SKIPPED with ${missing}`, () => {
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    stage = await openStage();
    await addCamera(stage, 'door', 'Door');
    page = await stage.open('/cameras/door');
    await page.getByRole('heading', { name: 'View and zones' }).waitFor();
  }, 240_000);

  afterAll(() => stage?.close());

  it('are drawn with the pointer, and visits in them are counted', async () => {
    await page.getByRole('button', { name: 'Draw a zone' }).click();
    const surface = page.getByRole('application');
    const { width, height } = (await surface.boundingBox())!;
    const corners = [
      [0.01, 0.01],
      [0.99, 0.01],
      [0.99, 0.99],
      [0.01, 0.99],
    ] as const;
    for (const [x, y] of corners) await surface.click({ position: { x: x * width, y: y * height } });
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Save zones' }).click();
    await page.getByText('Saved. Counting in new zones begins now.').waitFor();

    const { zones } = await stage.service.client.cameras.get('door');
    expect(zones).toMatchObject([{ kind: 'area', name: 'Zone 1' }]);
    const visits = async () => {
      const { rows } = await stage.service.client.history.query({ from: 'today', metrics: ['visits'], groupBy: ['zone'] });
      return Math.max(0, ...rows.map((row) => Number(row['visits'])));
    };
    await expect.poll(visits, PATIENT).toBeGreaterThan(0);
  });

  it('are drawn with the keyboard alone', async () => {
    await page.getByRole('button', { name: 'Draw a count line' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate<string>('document.activeElement.getAttribute("role")')).toBe('application');
    for (const key of [
      'Shift+ArrowLeft',
      'Shift+ArrowLeft',
      'Enter',
      'Shift+ArrowRight',
      'Shift+ArrowRight',
      'Shift+ArrowRight',
      'Enter',
      'Space',
    ])
      await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Save zones' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Saved. Counting in new zones begins now.').waitFor();
    await expect
      .poll(async () => (await stage.service.client.cameras.get('door')).zones.map(({ kind, name }) => [kind, name]))
      .toEqual([
        ['area', 'Zone 1'],
        ['line', 'Line 2'],
      ]);
  });

  it('did all this without an error in the console', () => expect(stage.errors).toEqual([]));
});

// What every page must be: accessible in both themes, usable at every size, and without a word to anywhere else.
import { chromiumMissing } from '@vitrine/tools';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCamera, openStage, SIZES, type Stage } from '../helpers/dashboard.js';

const PAGES = [
  '/live',
  '/history',
  '/cameras',
  '/cameras/cam-1',
  '/privacy',
  '/system',
  '/system/users',
  '/system/audit',
  '/nowhere',
];
const CAMERAS = 30;
const SMALLEST_TEXT_PX = 12;

const missing = chromiumMissing();

describe.skipIf(missing !== null)(missing === null ? 'every page' : `SKIPPED with ${missing}`, () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
    for (let number = 1; number <= CAMERAS; number += 1) {
      // Nothing listens there: thirty cameras in trouble, which is when a page is needed most.
      await addCamera(stage, `cam-${number}`, `Camera ${number}`, `rtsp://127.0.0.1:9/${number}`);
    }
  }, 240_000);

  afterAll(() => stage?.close());

  async function visit(page: Page, path: string): Promise<void> {
    await page.goto(stage.service.baseUrl + path);
    await page.locator('main h1').first().waitFor();
    await expect.poll(() => page.locator('.loading').count(), { timeout: 30_000 }).toBe(0);
  }

  it.each(['light', 'dark'] as const)('has no violation that axe knows, in %s', async (theme) => {
    const page = await stage.open('/', { theme });
    for (const path of PAGES) {
      await visit(page, path);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        path,
      ).toEqual([]);
    }
    await page.context().close();
  });

  it('never scrolls sideways: laptop, wall, phone, and a laptop zoomed to 200 %', async () => {
    const page = await stage.open('/');
    const zoomed = { width: SIZES.laptop.width / 2, height: SIZES.laptop.height / 2 };
    for (const path of PAGES) {
      for (const size of [...Object.values(SIZES), zoomed]) {
        await page.setViewportSize(size);
        await visit(page, path);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth'), `${path} at ${size.width}`).toBe(size.width);
      }
    }
    await page.context().close();
  });

  it('has no text below 12 px and no target below 44 px outside of running text', async () => {
    const page = await stage.open('/');
    for (const path of PAGES) {
      await visit(page, path);
      expect(await page.evaluate<string[]>(SMALL_TEXTS), path).toEqual([]);
      expect(await page.evaluate<string[]>(SMALL_TARGETS), path).toEqual([]);
    }
    await page.context().close();
  });

  it('shows bars and switches in forced colours, and stands still for who asks for that', async () => {
    const page = await stage.open('/system', { forcedColors: 'active', reducedMotion: 'reduce' });
    await visit(page, '/system');
    const bar = await page.evaluate<string>("getComputedStyle(document.querySelector('.meter')).borderTopStyle");
    expect(bar).toBe('solid');
    await visit(page, '/live');
    expect(await page.evaluate<number>('document.getAnimations().length')).toBe(0);
    await page.context().close();
  });

  it('is reached by keyboard: skip link, rail, and the focus is always seen', async () => {
    const page = await stage.open('/cameras');
    await visit(page, '/cameras');
    await page.keyboard.press('Tab');
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Tab');
    const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).not.toBe('none');
    await page.context().close();
  });

  it('speaks German', async () => {
    const page = await stage.open('/');
    await page.evaluate("localStorage.setItem('vitrine.locale', 'de')");
    await visit(page, '/cameras');
    await page.getByRole('heading', { name: 'Kameras' }).waitFor();
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('de');
    await page.context().close();
  });

  it('did all this without an error in the console and without a request to anywhere else', () => {
    expect(stage.errors).toEqual([]);
    expect(stage.hosts).toEqual(new Set([new URL(stage.service.baseUrl).host]));
  });
});

const SMALL_TEXTS = `[...document.querySelectorAll('body *')]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
  .filter((element) => element.checkVisibility() && parseFloat(getComputedStyle(element).fontSize) < ${SMALLEST_TEXT_PX})
  .map((element) => element.outerHTML.slice(0, 80))`;

/** Buttons, fields and links that stand alone; the label of a checkbox is its target. */
const SMALL_TARGETS = `[...document.querySelectorAll('button:not(.sort):not([role=switch]), .button, .rail-link, .input')]
  .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
  .map((element) => element.outerHTML.slice(0, 80))`;

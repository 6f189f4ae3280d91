// History as an analyst reads it: the page, REST and the exported file say the same, cell by cell, also where the clocks change.
import type { Row } from '@vitrine/contracts';
import { fileStoreUrl, openStores } from '@vitrine/api';
import { chromiumMissing, fillHistory, NOISY } from '@vitrine/tools';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../helpers/dashboard.js';

const CONFIG = new URL('../fixtures/berlin.yaml', import.meta.url).pathname;
/** The clocks of Berlin went back on the 25th of October 2026: a day of 25 hours in the range, none in the one before. */
const RANGE = 'range=custom&from=2026-10-24&to=2026-10-26&compare=period';
const QUERY = { from: '2026-10-24', to: '2026-10-27', compare: 'previousPeriod' as const };

const missing = chromiumMissing();

describe.skipIf(missing !== null)(missing === null ? 'the history page' : `SKIPPED with ${missing}`, () => {
  let folder: string;
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-history-'));
    const stores = await openStores(fileStoreUrl(folder));
    const endMs = Date.parse('2026-10-29T18:00:00Z');
    await fillHistory({ stores, cameras: 6, days: 16, timeZone: 'Europe/Berlin', endMs, rules: NOISY });
    await stores.close();
    stage = await openStage({ dataDir: folder, configPath: CONFIG });
    page = await stage.open(`/history?${RANGE}`);
    await page.getByRole('heading', { name: 'By camera' }).waitFor();
  }, 240_000);

  afterAll(async () => {
    await stage?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows each camera as REST has it, with its interval', async () => {
    const { rows } = await stage.service.client.history.query({
      ...QUERY,
      metrics: ['visits', 'womenShare', 'dwellMedianS', 'coverage'],
      groupBy: ['camera'],
    });
    const shown = await tableOf(page);
    expect(rows.length).toBe(6);
    for (const row of rows) expect(shown.get(String(row['cameraName']))).toEqual(wordsOf(row));
  });

  it('exports the same rows, cell by cell, and says how to ask for them in a terminal', async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('radio', { name: 'By camera' }).click();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const csv = await readFile(await (await download).path(), 'utf8');
    const line = await dialog.locator('.secret').textContent();
    expect(line).toContain('$VITRINE_TOKEN');
    const url = /'(http[^']+)'/.exec(line!)![1]!;
    const asked = await fetch(url, { headers: { authorization: `Bearer ${stage.service.token}` } });
    expect(await asked.text()).toBe(csv);

    const shown = await tableOf(page);
    const [head, ...lines] = csv
      .trim()
      .split(/\r?\n/)
      .map((text) => text.split(','));
    for (const cells of lines) {
      const row = Object.fromEntries(head!.map((name, at) => [name, cells[at] === '' ? null : (cells[at] as string)]));
      expect(shown.get(row['cameraName']!)).toEqual(wordsOf(row));
    }
    expect(lines.length).toBe(6);
    await page.keyboard.press('Escape');
  });

  it('compares with as many days before, though one of these days had 25 hours', async () => {
    const { rows } = await stage.service.client.history.query({ ...QUERY, metrics: ['visits', 'womenShare'] });
    const [row] = rows;
    const [visits, before] = [Number(row!['visits']), Number(row!['visits_before'])];
    expect(before).toBeGreaterThan(0);
    const total = page.locator('.total[data-metric="visits"]');
    expect(await total.locator('.total-value').textContent()).toContain(visits.toLocaleString('en-GB'));
    const changed = Math.round(100 * (visits / before - 1));
    const sign = changed > 0 ? '+' : changed < 0 ? '−' : '±';
    expect(await total.locator('.total-change').textContent()).toBe(
      `${sign}${Math.abs(changed)}\u202f% from ${before.toLocaleString('en-GB')}`,
    );
    // 24 + 25 + 24 hours, each of them on the page's own axis.
    const hours = await stage.service.client.history.query({
      from: QUERY.from,
      to: QUERY.to,
      metrics: ['visits'],
      groupBy: ['time:hour'],
    });
    expect(hours.rows.length).toBe(73);
  });

  it('says of small groups that they are fewer, and nothing else of them', async () => {
    await stage.service.client.history.changePolicy({ minimumGroup: 60 });
    await page.goto(`${stage.service.baseUrl}/history?range=custom&from=2026-10-26&to=2026-10-26&cameras=mall-06`);
    await page.getByRole('heading', { name: 'By camera' }).waitFor();
    const { rows, meta } = await stage.service.client.history.query({
      from: '2026-10-26',
      to: '2026-10-27',
      filters: { camera: ['mall-06'] },
      metrics: ['visits'],
      groupBy: ['gender', 'age'],
    });
    const withheld = rows.filter(
      (row) => ['female', 'male'].includes(String(row['gender'])) && row['age'] !== 'unknown' && row['visits'] === null,
    );
    expect(withheld.length).toBeGreaterThan(0);
    expect(new Set(withheld.map((row) => row['visits_reason']))).toEqual(new Set([`fewer than ${meta.minimumGroup}`]));
    const marks = page.locator('.pyramid-number', { hasText: `< ${meta.minimumGroup}` });
    await expect.poll(() => marks.count(), { timeout: 20_000 }).toBe(withheld.length);
  });

  it('did all this without an error in the console', () => expect(stage.errors).toEqual([]));
});

/** Visits, women's share and median stay of each camera, as shown. */
async function tableOf(page: Page): Promise<Map<string, string[]>> {
  const rows = await page
    .locator('tbody tr')
    .evaluateAll((found) => found.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
  return new Map(rows.map(([name, visits, _change, _course, women, stay]) => [name!, [visits!, women!, stay!]]));
}

/** The same of a row of REST or of the file. */
function wordsOf(row: Row): string[] {
  return [Number(row['visits']).toLocaleString('en-GB'), shareWords(row), stayWords(row)];
}

function shareWords(row: Row): string {
  if (row['womenShare'] === null) return String(row['womenShare_reason']);
  const percent = (share: number) => `${fixed(100 * share, 1)}\u202f%`;
  return `${percent(Number(row['womenShare']))} ± ${percent((Number(row['womenShare_high']) - Number(row['womenShare_low'])) / 2)}`;
}

function stayWords(row: Row): string {
  if (row['dwellMedianS'] === null) return String(row['dwellMedianS_reason']);
  const [stay, low, high] = ['', '_low', '_high'].map((end) => Number(row[`dwellMedianS${end}`])) as [number, number, number];
  const spread = high === low ? '' : ` ± ${fixed((high - low) / 2, 1)}`;
  return `${fixed(stay, stay < 10 ? 1 : 0)} s${spread}`;
}

function fixed(value: number, digits: number): string {
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

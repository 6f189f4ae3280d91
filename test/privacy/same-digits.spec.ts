// One draw of noise, one door: whoever asks, and however, is told the same digits of a block.
import { fileStoreUrl, openStores } from '@vitrine/api';
import { startTestApp, type TestApp } from '@vitrine/api/testing';
import { createClient, type VitrineClient } from '@vitrine/client';
import {
  exportFormatSchema,
  placeOf,
  type ExportFormat,
  type QueryInput,
  type Row,
  type ServerMessage,
} from '@vitrine/contracts';
import { attributeIndex, looksIndex, quarterStart, type CountChange } from '@vitrine/metrics';
import { parquetReadObjects } from 'hyparquet';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';

const PLACES = ['atrium', 'door', 'door/desk'];
const QUARTER_MS = 900_000;
/** A quarter hour that is over and settled as soon as the service looks. */
const STARTED = quarterStart(Date.now() - 3 * QUARTER_MS);

type PublishedMessage = Extract<ServerMessage, { type: 'published' }>;

const folder = mkdtempSync(join(tmpdir(), 'vitrine-digits-'));
let test: TestApp;
let client: VitrineClient;
const heard: PublishedMessage[] = [];

function counted(place: string, index: number): CountChange {
  const [women, men] = [70 + index, 81 - 5 * index];
  const cells = new Map([
    [looksIndex('female', '25-34'), women],
    [looksIndex('male', '45-54'), men],
    [102, women],
    [104, men],
    [200 + attributeIndex('Eyeglasses'), women],
  ]);
  return { place, minuteStartMs: STARTED, visits: women + men, analysedMs: 41_234, cells };
}

beforeAll(async () => {
  const stores = await openStores(fileStoreUrl(folder));
  await stores.counts.apply({ source: 'test', seq: 1, changes: PLACES.map(counted) });
  await stores.close();
  test = await startTestApp({ dataDir: folder });
  client = createClient({ baseUrl: test.app.url, token: test.app.token.value, WebSocket });
  const stream = client.live(
    { topics: ['published'] },
    { onMessage: (message) => message.type === 'published' && heard.push(message) },
  );
  await vi.waitFor(() => expect(heard).toHaveLength(PLACES.length), { timeout: 40_000, interval: 100 });
  stream.close();
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The question whose answer a message carries. */
function questionOf({ cameraId, zoneId, fromMs, toMs }: PublishedMessage): QueryInput {
  const metrics: QueryInput['metrics'] = ['women', 'men', 'genderUnknown', 'dwellMedianS', 'dwellP90S'];
  return { metrics, filters: { camera: [cameraId], ...(zoneId === null ? {} : { zone: [zoneId] }) }, from: fromMs, to: toMs };
}

/** Every way to have rows as a file, read back as JSON has them. */
const READ: Record<ExportFormat, (file: Blob, like: Row) => Promise<Row[]>> = {
  json: async (file) => (JSON.parse(await file.text()) as { rows: Row[] }).rows,
  csv: async (file, like) => {
    const [header, ...lines] = (await file.text()).trim().split('\r\n');
    expect(header!.split(',')).toEqual(Object.keys(like));
    return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [header!.split(',')[index]!, cell])));
  },
  parquet: async (file) => parquetReadObjects({ file: await file.arrayBuffer() }) as Promise<Row[]>,
};

const asText = (row: Row) =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell === null ? '' : String(cell)]));

describe('the figures of a published block', () => {
  it('come by the WebSocket with noise and an interval, for cameras and for zones', () => {
    const places = heard.map(({ cameraId, zoneId }) => placeOf(cameraId, zoneId));
    expect(places.toSorted()).toEqual(PLACES);
    for (const { figures, visits, fromMs } of heard) {
      expect([fromMs, figures['published']]).toEqual([STARTED, visits]);
      expect(Number(figures['women_low'])).toBeLessThan(Number(figures['women']));
    }
  });

  it('are those that REST answers, to the digit', async () => {
    for (const message of heard) {
      const { rows } = await client.history.query(questionOf(message));
      expect(rows).toEqual([message.figures]);
    }
  });

  it.each(exportFormatSchema.options)('are those of an export as %s, to the digit', async (format) => {
    for (const message of heard) {
      const [row] = await READ[format](await client.exports.make(questionOf(message), format), message.figures);
      expect(asText(row!)).toEqual(asText(message.figures));
    }
  });
});

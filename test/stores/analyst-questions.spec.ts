// Ten questions of an analyst, each asked once. Read it as documentation of `GET /api/v1/query`.
import { queryAnswerSchema, type QueryAnswer } from '@vitrine/contracts';
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMall } from './mall.js';

let mall: Awaited<ReturnType<typeof openMall>>;
beforeAll(async () => void (mall = await openMall({ cameras: 30, days: 15 })), 600_000);
afterAll(() => mall.remove());

async function ask(parameters: Record<string, string | number>): Promise<QueryAnswer> {
  return queryAnswerSchema.parse((await mall.rest.get('/api/v1/query').query(parameters).expect(200)).body);
}

const hoursOf = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 3_600_000;

describe('an analyst asks in one request:', () => {
  it('1. how many visitors came per hour yesterday, in Berlin?', async () => {
    const { rows, meta } = await ask({ metrics: 'visits', groupBy: 'time:hour', from: 'yesterday', tz: 'Europe/Berlin' });
    expect(rows).toHaveLength(hoursOf(meta.from, meta.to));
    expect(rows[0]!['time']).toMatch(/T00:00:00\+0[12]:00$/);
    expect(rows.every(({ visits, coverage }) => Number(visits) >= 0 && Number(coverage) > 0.9)).toBe(true);
    expect(meta.synthetic).toBe(true);
  });

  it('2. how many women of 25–34 came, by hour?', async () => {
    const { rows } = await ask({ metrics: 'visits', gender: 'female', age: '25-34', groupBy: 'time:hour', from: 'yesterday' });
    const shown = rows.filter(({ visits }) => visits !== null && Number(visits) > 0);
    expect(shown.length).toBeGreaterThan(6);
    for (const row of shown) expect(Number(row['visits_low'])).toBeLessThanOrEqual(Number(row['visits']));
    // Just after midnight the last block of yesterday is not published yet.
    const reasons = rows.filter(({ visits }) => visits === null).map((row) => row['visits_reason']);
    expect(['fewer than 10', 'not published yet']).toEqual(expect.arrayContaining([...new Set(reasons)]));
  });

  it('3. before which cameras do most people wear glasses?', async () => {
    const { rows } = await ask({
      metrics: 'visits,share_Eyeglasses',
      groupBy: 'camera',
      from: '7d',
      orderBy: '-share_Eyeglasses',
    });
    expect(rows).toHaveLength(30);
    const shares = rows.map((row) => Number(row['share_Eyeglasses']));
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(rows[0]!['cameraName']).toContain('(synthetic)');
  });

  it('4. how does this week compare with the last one?', async () => {
    const { rows } = await ask({
      metrics: 'visits,womenShare',
      groupBy: 'time:day',
      from: 'thisWeek',
      compare: 'previousPeriod',
    });
    const before = rows.map((row) => Date.parse(String(row['time'])) - Date.parse(String(row['time_before'])));
    expect(before.every((ms) => Math.abs(ms - 7 * 86_400_000) <= 3_600_000)).toBe(true);
    expect(rows[0]).toHaveProperty('visits_before');
    expect(rows[0]).toHaveProperty('womenShare_before');
  });

  it('5. may I have it as CSV, for pandas?', async () => {
    const parameters = { metrics: 'visits,women', groupBy: 'time:day', from: '7d', format: 'csv' };
    const { text, headers } = await mall.rest.get('/api/v1/query').query(parameters).expect(200);
    expect(headers['content-type']).toContain('text/csv');
    const [header, ...lines] = text.trim().split('\r\n');
    expect(header).toBe('time,visits,women,women_low,women_high,women_reason,coverage,published,estimated,basisFrom,basisTo');
    expect(lines).toHaveLength(8);
  });

  it('6. how long do people stay?', async () => {
    const { rows } = await ask({ metrics: 'dwellMedianS,dwellP90S', groupBy: 'camera', from: '7d' });
    for (const row of rows) expect(Number(row['dwellMedianS'])).toBeLessThan(Number(row['dwellP90S']));
    const bins = await ask({ metrics: 'visits', groupBy: 'dwell', from: 'yesterday' });
    expect(bins.rows.map(({ dwell }) => dwell).slice(0, 3)).toEqual(['0-2', '2-5', '5-10']);
  });

  it('7. which was the busiest hour?', async () => {
    const { rows } = await ask({ metrics: 'visits', groupBy: 'time:hour', from: '7d', orderBy: '-visits', limit: 1 });
    expect(rows).toHaveLength(1);
    expect(Number(rows[0]!['visits'])).toBeGreaterThan(1_000);
  });

  it('8. what does an average week look like, weekday by hour?', async () => {
    const { rows } = await ask({ metrics: 'visits,coverage', groupBy: 'weekday,hourOfDay', from: '14d', to: 'today' });
    expect(rows).toHaveLength(7 * 24);
    const saturday = rows.find(({ weekday, hourOfDay }) => weekday === 'Saturday' && hourOfDay === 17)!;
    const sunday = rows.find(({ weekday, hourOfDay }) => weekday === 'Sunday' && hourOfDay === 17)!;
    expect(Number(saturday['visits'])).toBeGreaterThan(3 * Number(sunday['visits']));
  });

  it('9. how many of those at the entrance reach the cinema?', async () => {
    const { rows } = await ask({
      metrics: 'conversion',
      conversion: 'mall-01,mall-07',
      groupBy: 'time:day',
      from: '7d',
      to: 'today',
    });
    const counts = await ask({
      metrics: 'visits',
      groupBy: 'time:day,camera',
      camera: 'mall-01,mall-07',
      from: '7d',
      to: 'today',
    });
    const [entrance, cinema] = counts.rows.slice(0, 2).map(({ visits }) => Number(visits));
    expect(rows).toHaveLength(7);
    expect(Number(rows[0]!['conversion'])).toBeCloseTo(cinema! / entrance!, 3);
  });

  it('10. how did all thirty cameras do, day by day, over two weeks?', async () => {
    const { rows } = await ask({ metrics: 'visits,women,men,coverage', groupBy: 'time:day,camera', from: '14d', to: 'today' });
    expect(rows).toHaveLength(14 * 30);
    const outage = rows.filter(({ camera, coverage }) => camera === 'mall-03' && Number(coverage) < 0.9);
    expect(outage).toHaveLength(1);
  });
});

it('a Grafana Infinity data source reads the rows as they are', async () => {
  const [from, to] = [Date.now() - 86_400_000, Date.now()];
  const url = `/api/v1/query?metrics=visits,women&groupBy=time:hour&from=${from}&to=${to}`;
  const { rows } = (await mall.rest.get(url).expect(200)).body as QueryAnswer;
  expect(rows.every((row) => Object.values(row).every((cell) => cell === null || typeof cell !== 'object'))).toBe(true);
  expect(Number.isNaN(Date.parse(String(rows[0]!['time'])))).toBe(false);
});

const PYTHON = process.env['VITRINE_PYTHON'] ?? 'python3';
const hasPandas = spawnSync(PYTHON, ['-c', 'import pandas'], { stdio: 'ignore' }).status === 0;

it.skipIf(!hasPandas)(hasPandas ? 'pandas reads it in one line' : `SKIPPED: ${PYTHON} -m pip install pandas`, async () => {
  const script = [
    'import sys, pandas as pd',
    'url, token = sys.argv[1:]',
    'week = pd.read_csv(url, parse_dates=["time"], storage_options={"Authorization": f"Bearer {token}"})',
    'assert len(week) == 8 and week.visits.sum() > 0 and str(week.time.dtype).startswith("datetime64"), week.dtypes',
  ].join('\n');
  const url = `${mall.app.url}/api/v1/query?format=csv&metrics=visits,women&groupBy=time:day&from=7d`;
  await promisify(execFile)(PYTHON, ['-c', script, url, mall.app.token.value]);
});

describe('what cannot be answered says why and what to do:', () => {
  it.each([
    [{ metrics: 'visits,women', groupBy: 'time:15m,camera', from: '14d' }, 'too_many_rows'],
    [{ metrics: 'visits', from: 'someday' }, 'time_unreadable'],
    [{ metrics: 'visits', from: 'today', to: '2020-01-01' }, 'range_reversed'],
    [{ metrics: 'visits', from: '7d', tz: 'Mars/Olympus_Mons' }, 'time_zone_unknown'],
    [{ metrics: 'visits', from: '7d', camera: 'nowhere' }, 'camera_unknown'],
    [{ metrics: 'dwellMedianS', from: '7d', gender: 'female' }, 'published_apart'],
    [{ metrics: 'share', from: '7d' }, 'attribute_missing'],
    [{ metrics: 'visits', from: '7d', bucket: 'hour' }, 'parameter_unknown'],
    [{ metrics: 'visits', from: '7d', orderBy: 'women' }, 'column_unknown'],
    [{ metrics: 'conversion', from: '7d' }, 'conversion_incomplete'],
    [{ metrics: 'people', from: '7d' }, 'invalid_input'],
  ])('%j', async (parameters, code) => {
    const { body } = await mall.rest.get('/api/v1/query').query(parameters).expect(422);
    expect(body).toMatchObject({ code, message: expect.any(String), remedy: expect.any(String) });
  });
});

it('the same question has the same ETag, and is not answered twice', async () => {
  const parameters = { metrics: 'visits', from: '7d', to: 'yesterday' };
  const first = await mall.rest.get('/api/v1/query').query(parameters).expect(200);
  const again = mall.rest.get('/api/v1/query').query(parameters);
  await again.set('If-None-Match', String(first.headers['etag'])).expect(304);
});

// Somebody who knows everything about everybody but one visit, and may ask whatever the api answers, for a month of history.
import { fileStoreUrl, openStores, type Stores } from '@vitrine/api';
import { startTestApp, type TestApp } from '@vitrine/api/testing';
import { queryAnswerSchema, type QueryInput, type Row } from '@vitrine/contracts';
import { closeBlocks, cryptoRandom, disclose, looksIndex, privacyLoss, type CountChange } from '@vitrine/metrics';
import { CLOSING_RULES, NOISY } from '@vitrine/tools';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const VICTIMS = 200;
const DAYS = 28;
const DAY = 86_400_000;
const QUARTER = 900_000;
/** Noon of the first day, four weeks ago and settled long since. */
const FIRST = Math.floor((Date.now() - 30 * DAY) / DAY) * DAY + 12 * 3_600_000;
const KNOWN = 60;

const folder = mkdtempSync(join(tmpdir(), 'vitrine-attacker-'));
/** Whether the one unknown visit before camera i was a woman’s. */
const isWoman = Array.from({ length: VICTIMS }, () => randomInt(2) === 1);
let test: TestApp;

function changes(day: number): CountChange[] {
  return isWoman.flatMap((woman, victim) => {
    // The unknown visit is of the first day; all others are known to the attacker.
    const [women, men] = day === 0 ? [KNOWN + (woman ? 1 : 0), KNOWN + (woman ? 0 : 1)] : [KNOWN, KNOWN];
    const cells = new Map([
      [looksIndex('female', '25-34'), women],
      [looksIndex('male', '25-34'), men],
      [102, women + men],
    ]);
    return [{ place: `camera-${victim}`, minuteStartMs: FIRST + day * DAY, visits: women + men, analysedMs: 60_000, cells }];
  });
}

async function fill(stores: Stores): Promise<void> {
  const random = cryptoRandom();
  for (let day = 0; day < DAYS; day += 1) {
    await stores.counts.apply({ source: 'test', seq: day, changes: changes(day) });
    const untilMs = FIRST + day * DAY + QUARTER;
    await stores.counts.settle({
      untilMs,
      close: (_place, open) => closeBlocks(open, { untilMs, rules: CLOSING_RULES, isMidnight: () => false, isCut: () => false }),
      publish: (block) => disclose({ ...block, attributes: [15], policyVersion: 1 }, NOISY, random),
    });
  }
}

beforeAll(async () => {
  const stores = await openStores(fileStoreUrl(folder));
  await fill(stores);
  await stores.close();
  test = await startTestApp({ dataDir: folder });
}, 240_000);
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(query: Partial<QueryInput>): Promise<Row[]> {
  const body = { metrics: ['women', 'men'], groupBy: ['camera'], from: FIRST, to: FIRST + QUARTER, ...query };
  return queryAnswerSchema.parse((await test.rest.post('/api/v1/query').send(body).expect(200)).body).rows;
}

const difference = (row: Row) => Number(row['women']) - Number(row['men']);

it(`guesses one visit’s gender no more often than ε allows, of ${VICTIMS} victims`, async () => {
  // The two cells that can differ, and no other noise.
  const filters: QueryInput['filters'] = { age: ['25-34'], gender: ['female', 'male'] };
  const rows = await ask({ metrics: ['visits'], groupBy: ['camera', 'gender'], filters });
  expect(rows).toHaveLength(2 * VICTIMS);
  const seen = new Map(rows.map(({ camera, gender, visits }) => [`${String(camera)} ${String(gender)}`, Number(visits)]));
  const guess = (camera: string) => {
    const more = seen.get(`${camera} female`)! - seen.get(`${camera} male`)!;
    return more === 0 ? randomInt(2) === 1 : more > 0;
  };
  const guesses = new Map(isWoman.map((_, victim) => [`camera-${victim}`, guess(`camera-${victim}`)]));
  const right = isWoman.filter((woman, victim) => guesses.get(`camera-${victim}`) === woman).length / VICTIMS;
  if (NOISY.mode !== 'noisy') throw new Error('the default mode is noisy');
  const epsilon = privacyLoss(NOISY.noise).looks;
  const bound = Math.exp(epsilon) / (1 + Math.exp(epsilon));
  console.log(
    `the attacker is right ${(100 * right).toFixed(1)} % of the time; ε = ${epsilon} allows ${(100 * bound).toFixed(1)} %`,
  );
  expect(right).toBeLessThan(bound + 4 * Math.sqrt((bound * (1 - bound)) / VICTIMS));
});

it('learns nothing by asking again, finer, coarser, around it or the other way round', async () => {
  const plain = (await ask({ groupBy: ['camera'] })).map(difference);
  const same: Partial<QueryInput>[] = [
    {},
    { groupBy: ['camera', 'time:15m'] },
    { groupBy: ['camera', 'time:hour'] },
    { groupBy: ['camera', 'time:day'], to: FIRST + 6 * 3_600_000 },
    { groupBy: ['camera', 'hourOfDay'], from: FIRST - 1_000, to: FIRST + QUARTER },
    { groupBy: ['camera', 'weekday'] },
  ];
  for (const query of same) {
    const rows = (await ask(query)).filter(({ women }) => Number(women) > 0);
    expect(rows.map(difference)).toEqual(plain);
  }
});

it('gets the same noise back when a month less all other days is asked for', async () => {
  const [all, others] = [await ask({ to: FIRST + DAYS * DAY }), await ask({ from: FIRST + DAY, to: FIRST + DAYS * DAY })];
  const alone = await ask({});
  const recombined = all.map((row, index) => Number(row['women']) - Number(others[index]!['women']));
  // Rounded to whole visits when shown: three roundings apart at most.
  recombined.forEach((women, index) => expect(Math.abs(women - Number(alone[index]!['women']))).toBeLessThanOrEqual(2));
});

it('is told the same digits by REST as JSON, as CSV, and as a file', async () => {
  const query = {
    metrics: ['visits', 'women', 'men', 'womenShare'],
    groupBy: ['camera', 'time:day'],
    from: FIRST,
    to: FIRST + DAYS * DAY,
  };
  const json = await ask(query as Partial<QueryInput>);
  const post = () => test.rest.post('/api/v1/query').send(query);
  const csv = (await post().set('Accept', 'text/csv').expect(200)).text.trim().split('\r\n');
  const cells = (row: Row) => Object.values(row).map((cell) => (cell === null ? '' : String(cell)));
  expect(csv.slice(1)).toEqual(json.map((row) => cells(row).join(',')));
  const { id } = (await test.rest.post('/api/v1/exports').send({ query, format: 'csv' }).expect(202)).body as { id: string };
  const state = async () => ((await test.rest.get(`/api/v1/exports/${id}`)).body as { state: string }).state;
  while ((await state()) !== 'ready') await new Promise((resolve) => setTimeout(resolve, 50));
  const file = await test.rest.get(`/api/v1/exports/${id}/file`).buffer(true).expect(200);
  expect(file.text.trim().split('\r\n')).toEqual(csv);
});

import { expect, it } from 'vitest';
import { Turns } from './turns.js';

const always = () => Infinity;
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('lets so many go at once and the rest wait in line', async () => {
  const turns = new Turns(2);
  const end = await turns.take(always);
  await turns.take(always);
  let hasCome = false;
  const third = turns.take(always).then(() => (hasCome = true));
  await settled();
  expect([hasCome, turns.waiting]).toEqual([false, 1]);
  end();
  await third;
  expect(turns.waiting).toBe(0);
});

it('gives cameras that want everything the same share, and one that wants little all of it', async () => {
  const turns = new Turns(1);
  const done: Record<string, number> = { greedy: 0, hungry: 0, modest: 0 };
  let isOver = false;
  const run = async (name: string, most: number) => {
    while (!isOver && done[name]! < most) {
      const end = await turns.take(always);
      await settled();
      done[name]! += 1;
      end();
    }
  };
  const modest = run('modest', 5);
  const others = [run('greedy', Infinity), run('hungry', Infinity)];
  await modest;
  for (let i = 0; i < 20; i += 1) await settled();
  isOver = true;
  await Promise.all(others);
  expect(done['modest']).toBe(5);
  expect(Math.abs(done['greedy']! - done['hungry']!)).toBeLessThanOrEqual(1);
});

it('ends a turn once, however often it is told', async () => {
  const turns = new Turns(1);
  const end = await turns.take(always);
  end();
  end();
  await turns.take(always);
  let hasCome = false;
  void turns.take(always).then(() => (hasCome = true));
  await settled();
  expect(hasCome).toBe(false);
});

it('lets the first in line with a fresh frame go; who has a stale one goes when its next frame has come', async () => {
  const newest: Record<string, number> = { stale: 0, fresh: 900, fresher: 990 };
  const turns = new Turns(1, () => 1_000);
  let end = await turns.take(always);
  const order: string[] = [];
  const takers = Object.keys(newest).map(async (name) => {
    end = await turns.take(() => newest[name]!);
    order.push(name);
  });
  end();
  await settled();
  newest['stale'] = 1_000;
  end();
  await settled();
  end();
  await Promise.all(takers);
  expect(order).toEqual(['fresh', 'stale', 'fresher']);
});

it('lets the newest frame go when none is fresh', async () => {
  const turns = new Turns(1, () => 10_000);
  const end = await turns.take(always);
  const order: string[] = [];
  const older = turns.take(() => 0).then((endOlder) => (order.push('older'), endOlder));
  const newer = turns.take(() => 1_000).then((endNewer) => (order.push('newer'), endNewer));
  end();
  (await newer)();
  await older;
  expect(order).toEqual(['newer', 'older']);
});

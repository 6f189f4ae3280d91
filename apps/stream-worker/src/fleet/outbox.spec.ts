import type { CountReport } from '@vitrine/contracts';
import { expect, it } from 'vitest';
import { Outbox } from './outbox.js';

const report = (seq: number): CountReport => ({ source: crypto.randomUUID(), seq, takenAtMs: 1, epochs: {}, changes: [] });

it('sends each report until it is safe, in order', async () => {
  const tried: number[] = [];
  const outbox = new Outbox(({ seq }) => {
    tried.push(seq);
    return tried.length === 1 ? Promise.reject(new Error('NATS is away')) : Promise.resolve();
  });
  for (const seq of [1, 2, 3]) outbox.add(report(seq));
  await outbox.empty();
  expect(tried).toEqual([1, 1, 2, 3]);
  expect([outbox.waiting, outbox.dropped]).toEqual([0, 0]);
});

it('keeps the last hour when nobody takes reports, and counts what it left out', () => {
  const outbox = new Outbox(() => new Promise(() => undefined));
  for (let seq = 1; seq <= 3_605; seq += 1) outbox.add(report(seq));
  expect([outbox.waiting, outbox.dropped]).toEqual([3_600, 5]);
});

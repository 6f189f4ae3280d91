import { expect, it, vi } from 'vitest';
import { StartGate } from './start-gate.js';

const never = new AbortController().signal;
const soon = () => new Promise((resolve) => setImmediate(resolve));

it('lets a few in, and the next when one leaves', async () => {
  const gate = new StartGate(2, 1_000);
  const leaves = [await gate.enter(false, never), await gate.enter(false, never)];
  const third = vi.fn();
  void gate.enter(false, never).then(third);
  await soon();
  expect(third).not.toHaveBeenCalled();
  leaves[0]!();
  leaves[0]!();
  await soon();
  expect(third).toHaveBeenCalledOnce();
});

it('lets who is urgent in before who is not', async () => {
  const gate = new StartGate(1, 1_000);
  const leave = await gate.enter(false, never);
  const order: string[] = [];
  for (const [name, isUrgent] of [
    ['new', false],
    ['was live', true],
  ] as const) {
    void gate.enter(isUrgent, never).then((next) => {
      order.push(name);
      next!();
    });
  }
  leave!();
  await vi.waitFor(() => expect(order).toEqual(['was live', 'new']));
});

it('lets go of who does not want to wait any longer', async () => {
  const gate = new StartGate(1, 1_000);
  const leave = await gate.enter(false, never);
  const closing = new AbortController();
  const waiting = gate.enter(false, closing.signal);
  closing.abort();
  expect(await waiting).toBeNull();
  expect(await gate.enter(false, closing.signal)).toBeNull();
  leave!();
  expect(await gate.enter(false, never)).not.toBeNull();
});

it('takes the place back from who stays too long', async () => {
  const gate = new StartGate(1, 20);
  await gate.enter(false, never);
  expect(await gate.enter(false, never)).not.toBeNull();
});

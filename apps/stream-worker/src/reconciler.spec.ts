import { expect, it } from 'vitest';
import { Reconciler } from './reconciler.js';

interface Spec {
  readonly id: string;
  readonly url: string;
}

function harness() {
  const happened: string[] = [];
  const closings = new Map<string, () => void>();
  const reconciler = new Reconciler<Spec, { close(): Promise<void> }>({
    idOf: ({ id }) => id,
    open: ({ id, url }) => {
      if (url === 'poison') throw new Error('poison');
      happened.push(`open ${id} ${url}`);
      return {
        close: () => {
          happened.push(`close ${id} ${url}`);
          return new Promise((resolve) => closings.set(id, resolve));
        },
      };
    },
    keeps: (_, before, after) => before.url === after.url,
    onError: ({ id }) => void happened.push(`error ${id}`),
  });
  return { reconciler, happened, finish: (id: string) => closings.get(id)?.() };
}

const a = { id: 'a', url: '1' };
const b = { id: 'b', url: '1' };

it('opens each by itself: a poisoned one stops no other', () => {
  const { reconciler, happened } = harness();
  void reconciler.want([{ id: 'x', url: 'poison' }, a, b]);
  expect(happened).toEqual(['error x', 'open a 1', 'open b 1']);
});

it('closes all at once, and nothing new waits for what closes slowly', () => {
  const { reconciler, happened } = harness();
  void reconciler.want([a, b]);
  void reconciler.want([{ id: 'c', url: '1' }]);
  expect(happened.slice(2)).toEqual(['close a 1', 'close b 1', 'open c 1']);
});

it('opens under the same id when the one before has gone, and then what is wanted by that time', async () => {
  const { reconciler, happened, finish } = harness();
  void reconciler.want([a]);
  void reconciler.want([{ ...a, url: '2' }]);
  const done = reconciler.want([{ ...a, url: '3' }]);
  expect(happened).toEqual(['open a 1', 'close a 1']);
  finish('a');
  await done;
  expect(happened.slice(2)).toEqual(['open a 3']);
});

it('does not open what was deleted while it waited', async () => {
  const { reconciler, happened, finish } = harness();
  void reconciler.want([a]);
  void reconciler.want([{ ...a, url: '2' }]);
  const done = reconciler.want([]);
  finish('a');
  await done;
  expect(happened).toEqual(['open a 1', 'close a 1']);
  expect(reconciler.items).toEqual([]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { scriptedPool } from '../fixtures/scripted-pool.js';
import { measureCapacity } from './capacity.js';

/** A machine that looks at a frame in so many ms. */
const machine = (ms: number) => Object.assign(scriptedPool(), { detect: () => sleep(ms).then(() => []) });

it('a machine whose networks take longer sustains fewer cameras', async () => {
  expect(await measureCapacity(machine(200))).toBeLessThan(await measureCapacity(machine(40)));
});

it('any machine takes one camera', async () => {
  expect(await measureCapacity(machine(500))).toBe(1);
});

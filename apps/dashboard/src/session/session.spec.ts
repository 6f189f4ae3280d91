import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.js';
import { repeat } from './repeat.js';
import { tokenFromFragment } from './token.js';

describe('token', () => {
  it.each([
    ['#token=abc-1_2', 'abc-1_2'],
    ['#view=wall&token=a%2Bb', 'a+b'],
    ['#token=', null],
    ['', null],
  ])('of the fragment %s is %s', (fragment, token) => {
    expect(tokenFromFragment(fragment)).toBe(token);
  });
});

it('waits longer with each failure, up to 15 s, and never the same on all screens', () => {
  expect([0, 1, 2, 9].map((attempt) => backoffMs(attempt, 1))).toEqual([500, 1_000, 2_000, 15_000]);
  expect(backoffMs(9, 0)).toBe(7_500);
});

describe('repeat', () => {
  it('asks once more, and only once, when called while under way', async () => {
    const finish: (() => void)[] = [];
    const repeated = repeat(() => new Promise<void>((resolve) => finish.push(resolve)), 3_600_000);
    repeated.now();
    repeated.now();
    expect(finish).toHaveLength(1);
    finish[0]!();
    await expect.poll(() => finish.length).toBe(2);
    repeated.stop();
    finish[1]!();
  });
});

import { describe, expect, it } from 'vitest';
import { cameraOf, hourOf } from '../testing/messages.js';
import { siteHealth } from './health.js';
import { shareSpread, sumHours } from './hour-sums.js';
import { packWall, WALL_GAP_PX } from './pack-wall.js';

describe('the wall', () => {
  it.each([1, 2, 3, 4, 7, 9, 16, 25, 30, 36, 60])('of %d tiles never leaves its area, nor shows an illegible tile', (tiles) => {
    for (const area of [
      { widthPx: 880, heightPx: 600 },
      { widthPx: 1400, heightPx: 960 },
      { widthPx: 2900, heightPx: 2000 },
    ]) {
      const { columns, rows, tileWidthPx, perPage } = packWall(area, tiles);
      expect(columns * tileWidthPx + (columns - 1) * WALL_GAP_PX).toBeLessThanOrEqual(area.widthPx);
      expect((rows * tileWidthPx * 9) / 16 + (rows - 1) * WALL_GAP_PX).toBeLessThanOrEqual(area.heightPx + rows);
      expect(tileWidthPx).toBeGreaterThanOrEqual(190);
      expect(perPage).toBeGreaterThan(0);
    }
  });

  it('shows more on a larger screen, not the same larger', () => {
    expect(packWall({ widthPx: 880, heightPx: 600 }, 30).perPage).toBeLessThan(30);
    expect(packWall({ widthPx: 2900, heightPx: 2000 }, 30).perPage).toBeGreaterThanOrEqual(30);
  });
});

describe('health', () => {
  const stats = (frameAgeMs: number) => ({ frameAgeMs }) as never;

  it('counts cameras that are switched on, those in trouble worst first', () => {
    const health = siteHealth([
      cameraOf('a', { stats: stats(100) }),
      cameraOf('b', { state: 'reconnecting' }),
      cameraOf('c', { state: 'failed' }),
      cameraOf('d', { state: 'disabled' }),
      cameraOf('e', { state: 'overloaded' }),
    ]);
    expect([health.cameras, health.measuring, health.frameAgeP95Ms]).toEqual([4, 1, 100]);
    expect(health.inTrouble.map(({ id }) => id)).toEqual(['c', 'b', 'e']);
  });
});

describe('the running hour', () => {
  it('adds cameras up by their minutes, also one whose hour ended before', () => {
    const nowMs = 61 * 60_000;
    const visitsByMinute = (minute: number, visits: number) =>
      Array.from({ length: 60 }, (_, index) => (index === minute ? visits : 0));
    const sums = sumHours(
      [
        hourOf('a', {
          fromMs: 2 * 60_000,
          visitsByMinute: visitsByMinute(59, 3),
          groups: [{ gender: 'female', age: '25-34', visits: 2 }],
        }),
        hourOf('b', { fromMs: 0, visitsByMinute: visitsByMinute(59, 4), groups: [{ gender: 'male', age: '25-34', visits: 1 }] }),
      ],
      nowMs,
    );
    expect([sums.visits, sums.visitsByMinute[57], sums.visitsByMinute[59]]).toEqual([7, 4, 3]);
    expect([sums.women, sums.men]).toEqual([2, 1]);
    expect(sums.byAge.find(({ age }) => age === '25-34')).toMatchObject({ women: 2, men: 1 });
  });

  it('says how far chance alone moves a share', () => {
    expect(shareSpread(0.5, 100)).toBeCloseTo(0.096);
    expect(shareSpread(1, 15)).toBeCloseTo(0.102);
    expect(shareSpread(0.5, 0)).toBe(1);
  });
});

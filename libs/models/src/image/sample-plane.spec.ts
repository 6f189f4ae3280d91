import { describe, expect, it } from 'vitest';
import { samplePlane } from './sample-plane.js';
import type { Plane } from './shrink-plane.js';

function plane(sidePx: number, level: (x: number, y: number) => number): Plane {
  const values = Uint8Array.from({ length: sidePx * sidePx }, (_, i) => level(i % sidePx, Math.floor(i / sidePx)));
  return { values, widthPx: sidePx, heightPx: sidePx };
}

describe('samplePlane', () => {
  it('leaves a picture alone when nothing moves', () => {
    const source = plane(16, (x, y) => 10 * x + y);
    expect([...samplePlane(source, { a: 1, b: 0, tx: 0, ty: 0 }, 16)]).toEqual([...source.values]);
  });

  it('turns a picture by a quarter', () => {
    const source = plane(16, (x, y) => 10 * x + y);
    const turned = samplePlane(source, { a: 0, b: 1, tx: 16, ty: 0 }, 16);
    for (let i = 0; i < 256; i++) expect(turned[i]).toBe(source.values[(i % 16) * 16 + 15 - Math.floor(i / 16)]);
  });

  it.each([1, 3, 12])('repeats the edge outside the picture, %d times as fine', (scale) => {
    const source = plane(64, (x) => (x < 32 ? 10 : 200));
    expect(new Set(samplePlane(source, { a: scale, b: 0, tx: -1000, ty: -1000 }, 4))).toEqual(new Set([10]));
  });

  it.each([2, 3.3, 4, 7.9])('shows fine stripes as grey where the picture is %d times as fine', (scale) => {
    const stripes = plane(160, (x) => (x % 2 === 0 ? 200 : 0));
    const small = samplePlane(stripes, { a: scale, b: 0, tx: 0, ty: 0 }, 16);
    for (const level of small) expect(Math.abs(level - 100)).toBeLessThanOrEqual(30);
  });

  it.each([0.6, 1, 1.7, 2.6, 6.3])('finds a point where it is, turned and %d times as fine', (scale) => {
    // A smooth hill around (120, 90): its centre of mass in the target tells where it landed.
    const hill = plane(240, (x, y) => 255 * Math.exp(-((x + 0.5 - 120) ** 2 + (y + 0.5 - 90) ** 2) / (2 * (4 * scale) ** 2)));
    const [a, b] = [scale * Math.cos(0.4), scale * Math.sin(0.4)];
    const toPlane = { a, b, tx: 120 - (a - b) * 24, ty: 90 - (a + b) * 24 };
    const small = samplePlane(hill, toPlane, 48);
    const sum = small.reduce((total, level) => total + level, 0);
    const x = small.reduce((total, level, i) => total + level * ((i % 48) + 0.5), 0) / sum;
    const y = small.reduce((total, level, i) => total + level * (Math.floor(i / 48) + 0.5), 0) / sum;
    expect(Math.hypot(x - 24, y - 24)).toBeLessThan(0.2);
  });
});

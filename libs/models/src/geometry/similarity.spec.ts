import { describe, expect, it } from 'vitest';
import { applySimilarity, fitSimilarity, invertSimilarity } from './similarity.js';

const turned = { a: 1.2, b: -0.5, tx: 10, ty: -3 };
const points = [
  { x: 0, y: 0 },
  { x: 10, y: 2 },
  { x: 3, y: 7 },
];
const moved = points.map((point) => applySimilarity(turned, point));

describe('fitSimilarity', () => {
  it('finds the similarity that carries points onto others', () => {
    const found = fitSimilarity(points, moved);
    for (const key of ['a', 'b', 'tx', 'ty'] as const) expect(found[key]).toBeCloseTo(turned[key], 10);
  });

  it('is undone by its inverse', () => {
    const back = applySimilarity(invertSimilarity(turned), applySimilarity(turned, { x: 5, y: 6 }));
    expect(back.x).toBeCloseTo(5, 10);
    expect(back.y).toBeCloseTo(6, 10);
  });

  it('refuses points that all coincide', () => {
    expect(() => fitSimilarity([points[0]!, points[0]!], [points[1]!, points[2]!])).toThrow(RangeError);
  });
});

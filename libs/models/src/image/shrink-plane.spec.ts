import { describe, expect, it } from 'vitest';
import { type Plane, shrinkPlane } from './shrink-plane.js';

function plane(widthPx: number, heightPx: number, level: (x: number, y: number) => number): Plane {
  const values = Uint8Array.from({ length: widthPx * heightPx }, (_, i) => level(i % widthPx, Math.floor(i / widthPx)));
  return { values, widthPx, heightPx };
}

const noise = (x: number, y: number): number => (x * 37 + y * 101 + x * y * 7) % 256;

describe('shrinkPlane', () => {
  it('gives the mean of each two by two pixels where the picture is halved', () => {
    const source = plane(8, 4, noise);
    const expected = [0, 1].flatMap((y) =>
      [0, 1, 2, 3].map((x) => {
        const [i, j] = [2 * x, 2 * y];
        return (noise(i, j) + noise(i + 1, j) + noise(i, j + 1) + noise(i + 1, j + 1) + 2) >> 2;
      }),
    );
    expect([...shrinkPlane(source, 4, 2)]).toEqual(expected);
  });

  it.each([
    ['halved and squeezed, as a camera’s 1280×720', 128, 72, 64, 32],
    ['a third, as 1920×1080', 192, 108, 64, 32],
    ['a sixth, as 3840×2160', 384, 216, 64, 32],
    ['halved, and no row of whole words', 130, 74, 65, 37],
  ])('shows fine checkers as grey: %s', (_, widthPx, heightPx, targetWidthPx, targetHeightPx) => {
    const checkers = plane(widthPx, heightPx, (x, y) => ((x + y) % 2 === 0 ? 200 : 0));
    for (const level of shrinkPlane(checkers, targetWidthPx, targetHeightPx))
      expect(Math.abs(level - 100)).toBeLessThanOrEqual(12);
  });

  it.each([
    [640, 360],
    [90, 50],
    [33, 17],
  ])('keeps a ramp where it is at %d×%d px', (targetWidthPx, targetHeightPx) => {
    const ramp = plane(200, 100, (x) => x);
    const small = shrinkPlane(ramp, targetWidthPx, targetHeightPx);
    for (let x = 0; x < targetWidthPx; x++) {
      const expected = Math.min(199, Math.max(0, ((x + 0.5) * 200) / targetWidthPx - 0.5));
      expect(Math.abs(small[x]! - expected)).toBeLessThanOrEqual(1.5);
    }
  });

  it('gives a picture of the same size back as it is', () => {
    const source = plane(20, 10, noise);
    expect([...shrinkPlane(source, 20, 10)]).toEqual([...source.values]);
  });
});

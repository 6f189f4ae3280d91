import { zonePlaceIds, type BoxXyxyNorm, type PointXyNorm, type Zone } from '@vitrine/contracts';

/** @returns where a person stands as far as a face tells: the middle of the box's lower edge */
export function footOf([x0, , x1, y1]: BoxXyxyNorm): PointXyNorm {
  return [(x0 + x1) / 2, y1];
}

/**
 * @param before where the person was at the last look; null at the first
 * @returns the ids of areas that hold `now`, and `line.in` or `line.out` of each line between `before` and `now`
 */
export function zonesOf(before: PointXyNorm | null, now: PointXyNorm, zones: readonly Zone[]): string[] {
  return zones.flatMap((zone) => {
    if (zone.kind === 'area') return isInside(now, zone.polygon) ? [zone.id] : [];
    if (before === null || !areCrossing([before, now], [zone.from, zone.to])) return [];
    const [inward, outward] = zonePlaceIds(zone);
    return [side(zone.from, zone.to, before) < 0 ? inward! : outward!];
  });
}

/** Even-odd rule; a point on an edge belongs to one of the two sides. */
function isInside([x, y]: PointXyNorm, polygon: readonly PointXyNorm[]): boolean {
  let inside = false;
  for (const [index, [ax, ay]] of polygon.entries()) {
    const [bx, by] = polygon[(index + 1) % polygon.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

type Segment = readonly [PointXyNorm, PointXyNorm];

function areCrossing([a, b]: Segment, [c, d]: Segment): boolean {
  return side(c, d, a) * side(c, d, b) < 0 && side(a, b, c) * side(a, b, d) < 0;
}

/** @returns below 0 when `point` lies to the left of the way from `from` to `to` as one sees it in the picture, above 0 to the right */
function side(from: PointXyNorm, to: PointXyNorm, point: PointXyNorm): number {
  return (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0]);
}

import type { PointXyNorm } from '@vitrine/contracts';
import type { PlanarImage } from '@vitrine/models';

const BLACK_LUMA = 16;
const NO_COLOUR = 128;

type Polygon = readonly PointXyNorm[];
/** A part of one row: `[begin, end)` as offsets into a plane. */
type Span = readonly [number, number];

/** Blackens the polygons of a camera's mask. Which bytes they cover is worked out once for each size of picture. */
export class Mask {
  #spans: { readonly widthPx: number; readonly heightPx: number; readonly luma: Span[]; readonly chroma: Span[] } | null = null;

  constructor(private readonly polygons: readonly Polygon[]) {}

  apply({ widthPx, heightPx, y, u, v }: PlanarImage): void {
    if (this.polygons.length === 0) return;
    if (this.#spans?.widthPx !== widthPx || this.#spans.heightPx !== heightPx) {
      const spans = (width: number, height: number) => this.polygons.flatMap((polygon) => spansOf(polygon, width, height));
      this.#spans = { widthPx, heightPx, luma: spans(widthPx, heightPx), chroma: spans((widthPx + 1) >> 1, (heightPx + 1) >> 1) };
    }
    for (const [begin, end] of this.#spans.luma) y.fill(BLACK_LUMA, begin, end);
    for (const [begin, end] of this.#spans.chroma) {
      u.fill(NO_COLOUR, begin, end);
      v.fill(NO_COLOUR, begin, end);
    }
  }
}

/** Row by row, between each odd crossing of an edge and the next; a pixel that is touched is covered. */
function spansOf(polygon: Polygon, width: number, height: number): Span[] {
  const spans: Span[] = [];
  for (let row = 0; row < height; row += 1) {
    const crossings = crossingsAt((row + 0.5) / height, polygon).map((x) => x * width);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const begin = Math.max(0, Math.floor(crossings[pair]!));
      const end = Math.min(width, Math.ceil(crossings[pair + 1]!));
      if (end > begin) spans.push([row * width + begin, row * width + end]);
    }
  }
  return spans;
}

function crossingsAt(level: number, polygon: Polygon): number[] {
  const crossings: number[] = [];
  for (const [index, [x1, y1]] of polygon.entries()) {
    const [x2, y2] = polygon[(index + 1) % polygon.length]!;
    if (y1 > level !== y2 > level) crossings.push(x1 + ((level - y1) / (y2 - y1)) * (x2 - x1));
  }
  return crossings.toSorted((a, b) => a - b);
}

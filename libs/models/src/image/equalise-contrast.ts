import { blackImage, type RgbImage } from './rgb-image.js';

const LEVELS = 256;
/** Tiles along each side. */
const TILES = 8;
/** No grey level counts for more than this many times its even share, which bounds how much noise is amplified. */
const CLIP_LIMIT = 3;
/** Colours are scaled by new luma / old luma; below this luma the quotient says nothing. */
const LEAST_LUMA = 8;

/**
 * Contrast-limited adaptive histogram equalisation of luma (Zuiderveld, Graphics Gems IV, 1994), colours scaled along. Faces against the
 * light or in haze are found that the detector otherwise misses: it learnt from photos of full contrast (libs/models/README.md).
 */
export function equaliseContrast(image: RgbImage): RgbImage {
  const { widthPx, heightPx, data } = image;
  const luma = lumaOf(image);
  const curves = tileCurves(luma, widthPx, heightPx);
  const columns = tileAxis(widthPx);
  const rows = tileAxis(heightPx);
  const result = blackImage(widthPx, heightPx);
  for (let y = 0; y < heightPx; y++) {
    const above = rows.tile[y]! * TILES;
    const below = rows.next[y]! * TILES;
    const fy = rows.fraction[y]!;
    for (let x = 0; x < widthPx; x++) {
      const i = y * widthPx + x;
      const level = luma[i]!;
      const left = columns.tile[x]!;
      const right = columns.next[x]!;
      const fx = columns.fraction[x]!;
      const top = curves[(above + left) * LEVELS + level]! * (1 - fx) + curves[(above + right) * LEVELS + level]! * fx;
      const bottom = curves[(below + left) * LEVELS + level]! * (1 - fx) + curves[(below + right) * LEVELS + level]! * fx;
      const gain = (top * (1 - fy) + bottom * fy) / Math.max(LEAST_LUMA, level);
      for (let p = i * 3; p < i * 3 + 3; p++) {
        const value = data[p]! * gain + 0.5;
        result.data[p] = value > 255 ? 255 : value;
      }
    }
  }
  return result;
}

/** @returns u8[H,W], Rec. 601 */
function lumaOf({ data }: RgbImage): Uint8Array {
  const luma = new Uint8Array(data.length / 3);
  for (let i = 0, p = 0; i < luma.length; i++, p += 3) {
    luma[i] = 0.299 * data[p]! + 0.587 * data[p + 1]! + 0.114 * data[p + 2]!;
  }
  return luma;
}

/** @returns f32[TILES,TILES,LEVELS]: each tile's level → equalised level */
function tileCurves(luma: Uint8Array, widthPx: number, heightPx: number): Float32Array {
  const curves = new Float32Array(TILES * TILES * LEVELS);
  for (let row = 0; row < TILES; row++) {
    const y0 = Math.floor((row * heightPx) / TILES);
    const y1 = Math.max(y0 + 1, Math.floor(((row + 1) * heightPx) / TILES));
    for (let column = 0; column < TILES; column++) {
      const x0 = Math.floor((column * widthPx) / TILES);
      const x1 = Math.max(x0 + 1, Math.floor(((column + 1) * widthPx) / TILES));
      const histogram = curves.subarray((row * TILES + column) * LEVELS, (row * TILES + column + 1) * LEVELS);
      for (let y = y0; y < y1; y++) {
        for (let x = x0; x < x1; x++) histogram[luma[y * widthPx + x]!]!++;
      }
      toCurve(histogram, (x1 - x0) * (y1 - y0));
    }
  }
  return curves;
}

/** Turns a histogram into its clipped, cumulated curve, in place. What is clipped is spread over all levels. */
function toCurve(histogram: Float32Array, pixels: number): void {
  const limit = (CLIP_LIMIT * pixels) / LEVELS;
  let excess = 0;
  for (const count of histogram) excess += Math.max(0, count - limit);
  let sum = 0;
  for (let level = 0; level < LEVELS; level++) {
    sum += Math.min(limit, histogram[level]!) + excess / LEVELS;
    histogram[level] = ((LEVELS - 1) * sum) / pixels;
  }
}

/** For each pixel along a side: the tile whose centre lies before it, the next one, and how far towards that. */
function tileAxis(sizePx: number): { tile: Uint8Array; next: Uint8Array; fraction: Float32Array } {
  const tile = new Uint8Array(sizePx);
  const next = new Uint8Array(sizePx);
  const fraction = new Float32Array(sizePx);
  for (let i = 0; i < sizePx; i++) {
    const position = Math.min(TILES - 1, Math.max(0, ((i + 0.5) * TILES) / sizePx - 0.5));
    tile[i] = Math.floor(position);
    next[i] = Math.min(TILES - 1, tile[i]! + 1);
    fraction[i] = position - tile[i]!;
  }
  return { tile, next, fraction };
}

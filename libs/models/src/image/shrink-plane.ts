import { firstIndices, neighbourIndices } from './sampling-axis.js';

/** One plane of a picture. */
export interface Plane {
  /** u8[H,W] */
  readonly values: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Resizes a plane, each axis by its own factor. Where the source is at least twice as fine, each target pixel is the mean of the pixels it
 * covers, so that nothing aliases; else it is interpolated between two.
 *
 * @returns u8[heightPx,widthPx]
 */
export function shrinkPlane(plane: Plane, widthPx: number, heightPx: number): Uint8Array {
  const [across, down] = [plane.widthPx / widthPx, plane.heightPx / heightPx];
  if (across === 2 && down >= 2 && down < 3 && isWordAligned(plane)) return halve(plane, widthPx, heightPx);
  return across >= 2 && down >= 2 ? average(plane, widthPx, heightPx) : interpolate(plane, widthPx, heightPx);
}

function isWordAligned({ values, widthPx }: Plane): boolean {
  return widthPx % 4 === 0 && values.byteOffset % 4 === 0;
}

/**
 * Exactly twice as fine across and about so down, as 1280×720 is to 640×352: the fast path. Four pixels of two rows are read as a word
 * each and become two; even and odd pixels are added in 16-bit halves, where no carry reaches the neighbour.
 */
function halve({ values, widthPx: stride, heightPx }: Plane, targetWidthPx: number, targetHeightPx: number): Uint8Array {
  const target = new Uint16Array((targetWidthPx * targetHeightPx) / 2);
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length >> 2);
  const rows = firstIndices(heightPx, targetHeightPx, 2);
  const wordsARow = stride >> 2;
  let at = 0;
  for (let row = 0; row < targetHeightPx; row++) {
    let p = rows[row]! * wordsARow;
    for (const end = p + wordsARow; p < end; p++, at++) {
      const upper = words[p]!;
      const lower = words[p + wordsARow]!;
      const sums = (upper & 0xff00ff) + ((upper >>> 8) & 0xff00ff) + (lower & 0xff00ff) + ((lower >>> 8) & 0xff00ff) + 0x20002;
      target[at] = ((sums >>> 2) & 0xff) | ((sums >>> 10) & 0xff00);
    }
  }
  return new Uint8Array(target.buffer);
}

function average({ values, widthPx: stride, heightPx }: Plane, targetWidthPx: number, targetHeightPx: number): Uint8Array {
  const target = new Uint8Array(targetWidthPx * targetHeightPx);
  const [across, down] = [Math.floor(stride / targetWidthPx), Math.floor(heightPx / targetHeightPx)];
  const columns = firstIndices(stride, targetWidthPx, across);
  const rows = firstIndices(heightPx, targetHeightPx, down);
  const sums = new Uint32Array(stride);
  const weight = 1 / (across * down);
  for (let row = 0, at = 0; row < targetHeightPx; row++) {
    sums.fill(0);
    for (let j = 0, start = rows[row]! * stride; j < down; j++, start += stride) {
      for (let x = 0; x < stride; x++) sums[x]! += values[start + x]!;
    }
    for (let column = 0; column < targetWidthPx; column++, at++) {
      let sum = 0;
      for (let x = columns[column]!, end = x + across; x < end; x++) sum += sums[x]!;
      target[at] = sum * weight + 0.5;
    }
  }
  return target;
}

function interpolate({ values, widthPx: stride, heightPx }: Plane, targetWidthPx: number, targetHeightPx: number): Uint8Array {
  const target = new Uint8Array(targetWidthPx * targetHeightPx);
  const columns = neighbourIndices(stride, targetWidthPx);
  const rows = neighbourIndices(heightPx, targetHeightPx);
  for (let row = 0, at = 0; row < targetHeightPx; row++) {
    const top = rows.low[row]! * stride;
    const bottom = rows.high[row]! * stride;
    const fy = rows.fraction[row]!;
    for (let column = 0; column < targetWidthPx; column++, at++) {
      const left = columns.low[column]!;
      const right = columns.high[column]!;
      const fx = columns.fraction[column]!;
      const upper = (values[top + left]! << 8) + fx * (values[top + right]! - values[top + left]!);
      const lower = (values[bottom + left]! << 8) + fx * (values[bottom + right]! - values[bottom + left]!);
      target[at] = ((upper << 8) + fy * (lower - upper) + 0x8000) >> 16;
    }
  }
  return target;
}

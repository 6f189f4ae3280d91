/** For each target index the first of `covered` source indices around the middle of what it covers. */
export function firstIndices(sourcePx: number, targetPx: number, covered: number): Int32Array {
  const indices = new Int32Array(targetPx);
  for (let i = 0; i < targetPx; i++) {
    const first = Math.round(((i + 0.5) * sourcePx) / targetPx - covered / 2);
    indices[i] = Math.min(sourcePx - covered, Math.max(0, first));
  }
  return indices;
}

/** For each target index: the two source indices it lies between, and how far towards the second in 1/256. */
export interface Neighbours {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly fraction: Int32Array;
}

/** Pixel centres lie on half coordinates; beyond the edge it is repeated. */
export function neighbourIndices(sourcePx: number, targetPx: number): Neighbours {
  const low = new Int32Array(targetPx);
  const high = new Int32Array(targetPx);
  const fraction = new Int32Array(targetPx);
  for (let i = 0; i < targetPx; i++) {
    const position = Math.min(sourcePx - 1, Math.max(0, ((i + 0.5) * sourcePx) / targetPx - 0.5));
    low[i] = Math.floor(position);
    high[i] = Math.min(sourcePx - 1, low[i]! + 1);
    fraction[i] = Math.round((position - low[i]!) * 256);
  }
  return { low, high, fraction };
}

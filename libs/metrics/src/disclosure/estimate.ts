import { DWELL_STARTS_S } from '@vitrine/contracts';
import { DWELL_COUNT, LOOKS_COUNT } from '../counting/cells.js';

/** 95 % of a normal distribution. */
const Z = 1.96;

/** A value computed from published cells, with its interval. Rounded and clamped to what is possible: for showing, not for summing. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The sum of some cells over blocks, each block weighted by its part in the question. */
export interface CellSum {
  /** After the excess was taken back in equal parts, so that all cells together are exactly the visits. */
  readonly value: number;
  /** How many cells were summed. */
  readonly cells: number;
}

/** @param noise Σ weight² · variance of one cell, over the blocks. @returns visits in those cells */
export function estimateCount({ value, cells }: CellSum, visits: number, noise: number): Estimate {
  const spread = Z * Math.sqrt(noise * cells * (1 - cells / LOOKS_COUNT));
  return within([value, value - spread, value + spread], visits, 0);
}

/** @returns `part / (part + other)`, 0–1; the two have no cell in common */
export function estimateShare(part: CellSum, other: CellSum, noise: number): Estimate {
  const both = part.value + other.value;
  const share = both <= 0 ? 0.5 : part.value / both;
  // The share moves by (1 − share) with each of the part's cells and by −share with the other's; the excess is taken back from all.
  const squares = part.cells * (1 - share) ** 2 + other.cells * share ** 2;
  const takenBack = (part.cells * (1 - share) - other.cells * share) ** 2 / LOOKS_COUNT;
  const spread = both <= 0 ? 1 : (Z * Math.sqrt(noise * Math.max(0, squares - takenBack))) / both;
  return within([share, share - spread, share + spread], 1, SHARE_DIGITS);
}

/** @param count noisy sum of one attribute. @returns its share of the visits, 0–1 */
export function estimateAttribute(count: number, visits: number, noise: number): Estimate {
  const spread = (Z * Math.sqrt(noise)) / visits;
  const share = count / visits;
  return within([share, share - spread, share + spread], 1, SHARE_DIGITS);
}

/**
 * @param dwell visits by bin, the excess taken back; the last is "unknown"
 * @param quantile such as 0.5
 * @returns seconds; linear within a bin, and the open bin's beginning for what lies in it. Null when no bin is filled
 */
export function estimateDwell(dwell: readonly number[], quantile: number, noise: number): Estimate | null {
  const bins = dwell.slice(0, DWELL_COUNT - 1).map((count) => Math.max(0, count));
  const known = bins.reduce((sum, count) => sum + count, 0);
  if (known <= 0) return null;
  // Half of the cells on either side is the worst case of a cumulative sum.
  const spread = (Z * Math.sqrt((noise * DWELL_COUNT) / 4)) / known;
  const at = (share: number) => round(secondsAt(bins, Math.min(1, Math.max(0, share)) * known), 1);
  return { value: at(quantile), low: at(quantile - spread), high: at(quantile + spread) };
}

function secondsAt(bins: readonly number[], count: number): number {
  let below = 0;
  for (const [bin, inBin] of bins.entries()) {
    const startS = DWELL_STARTS_S[bin]!;
    const endS = DWELL_STARTS_S[bin + 1];
    if (endS === undefined) return startS;
    if (inBin > 0 && below + inBin >= count) return startS + ((count - below) / inBin) * (endS - startS);
    below += inBin;
  }
  return DWELL_STARTS_S.at(-1)!;
}

const SHARE_DIGITS = 4;

function within([value, low, high]: [number, number, number], most: number, digits: number): Estimate {
  const fit = (x: number) => round(Math.min(most, Math.max(0, x)), digits);
  return { value: fit(value), low: fit(low), high: fit(high) };
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}

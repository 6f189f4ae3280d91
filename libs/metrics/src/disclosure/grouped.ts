import { COUNTED_AGES, COUNTED_GENDERS } from '@vitrine/contracts';
import { DWELL_UNKNOWN, LOOKS_COUNT } from '../counting/cells.js';

const AGE_UNKNOWN = COUNTED_AGES.length - 1;
const ALL_UNKNOWN = LOOKS_COUNT - 1;

/**
 * Coarsens gender × age until every cell that is not zero has at least `minimumGroup` visits: a small cell gives its visits to
 * "age unknown" of its gender, and that one, if still small, to "unknown" of both. The sum stays what it was.
 */
export function groupLooks(looks: readonly number[], minimumGroup: number): number[] {
  const grouped = [...looks];
  for (const gender of COUNTED_GENDERS.keys()) {
    const rest = gender * COUNTED_AGES.length + AGE_UNKNOWN;
    for (let cell = rest - AGE_UNKNOWN; cell < rest; cell += 1) foldIfSmall(grouped, cell, { into: rest, minimumGroup });
    if (rest !== ALL_UNKNOWN) foldIfSmall(grouped, rest, { into: ALL_UNKNOWN, minimumGroup });
  }
  foldSmallestUntil(grouped, ALL_UNKNOWN, minimumGroup);
  return grouped;
}

/** The same for dwell; what is small becomes "unknown". */
export function groupDwell(dwell: readonly number[], minimumGroup: number): number[] {
  const grouped = [...dwell];
  for (let bin = 0; bin < DWELL_UNKNOWN; bin += 1) foldIfSmall(grouped, bin, { into: DWELL_UNKNOWN, minimumGroup });
  foldSmallestUntil(grouped, DWELL_UNKNOWN, minimumGroup);
  return grouped;
}

/** An attribute that few have, or few lack, is not published. @returns null where it is not */
export function groupAttribute(count: number, visits: number, minimumGroup: number): number | null {
  return count < minimumGroup || visits - count < minimumGroup ? null : count;
}

function foldIfSmall(cells: number[], cell: number, { into, minimumGroup }: { into: number; minimumGroup: number }): void {
  if (cells[cell]! >= minimumGroup) return;
  cells[into]! += cells[cell]!;
  cells[cell] = 0;
}

/** A rest that is itself small is hidden among the smallest cell that is not. */
function foldSmallestUntil(cells: number[], rest: number, minimumGroup: number): void {
  while (cells[rest]! > 0 && cells[rest]! < minimumGroup) {
    const filled = [...cells.keys()].filter((cell) => cell !== rest && cells[cell]! > 0);
    if (filled.length === 0) return;
    const smallest = filled.reduce((a, b) => (cells[b]! < cells[a]! ? b : a));
    cells[rest]! += cells[smallest]!;
    cells[smallest] = 0;
  }
}

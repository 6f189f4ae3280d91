const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * Wait before attempt `failures` + 1, ms: doubles up to the longest. Half of it is chance, so that all screens of a house do not come
 * back at once.
 * @param chance 0–1
 */
export function backoffMs(failures: number, chance: number): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
  return fullMs / 2 + (chance * fullMs) / 2;
}

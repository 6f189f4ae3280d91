const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * Wait before reconnection attempt `attempt` (from 0): doubles up to 15 s, of which a random half is taken off so that the
 * screens of a site do not return all at once.
 * @param random 0–1
 */
export function backoffMs(attempt: number, random: number): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return fullMs * (0.5 + 0.5 * random);
}

export interface BackoffLimits {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Wait before restart `attempt` (from 0): doubles up to the longest. One worker per api, so there is no herd to spread by jitter. */
export function backoffMs(attempt: number, { firstMs, longestMs }: BackoffLimits): number {
  return Math.min(longestMs, firstMs * 2 ** attempt);
}

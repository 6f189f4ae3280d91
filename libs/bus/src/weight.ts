import type { WorkerEvent } from '@vitrine/contracts';

/** Events handed to the line and not yet written, above which one more is left out. */
export const MOST_UNSENT = { picture: 64, repeated: 1_000, counted: 20_000 } as const;

/** @returns how much an event matters: pictures give way first, then what a later event repeats, last what is said once */
export function weightOf(event: WorkerEvent): keyof typeof MOST_UNSENT {
  switch (event.kind) {
    case 'preview':
      return 'picture';
    case 'camera':
    case 'stats':
    case 'member':
      return 'repeated';
    case 'visit':
      return event.visit.final ? 'counted' : 'repeated';
    case 'coverage':
    case 'probed':
    case 'applied':
    case 'ready':
    case 'fatal':
      return 'counted';
  }
}

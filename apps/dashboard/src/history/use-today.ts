import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useAccess } from '../session/access.js';
import { hourAndMinute, isoDay } from '../words/format.js';
import { valueOf } from './ask.js';

const DAY_MS = 86_400_000;
const EVERY_MS = 30_000;

export interface Today {
  readonly visits: number;
  /** Until the same time a week ago; null where nothing was measured then. */
  readonly weekAgo: number | null;
  readonly weekAgoMs: number;
}

/** Visits since the site's midnight, and until the same time a week ago. */
export function useToday() {
  const { client } = useAccess();
  return useQuery({
    queryKey: ['today'],
    queryFn: async (): Promise<Today> => {
      const weekAgoMs = Date.now() - 7 * DAY_MS;
      const day = isoDay(weekAgoMs);
      const compare: [string, string] = [day, `${day}T${hourAndMinute(weekAgoMs)}`];
      const { rows } = await client.history.query({ metrics: ['visits', 'coverage'], from: 'today', compare });
      const wasMeasured = (valueOf(rows[0], 'coverage', true).value ?? 0) > 0;
      return {
        visits: valueOf(rows[0], 'visits').value ?? 0,
        weekAgo: wasMeasured ? valueOf(rows[0], 'visits', true).value : null,
        weekAgoMs,
      };
    },
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
}

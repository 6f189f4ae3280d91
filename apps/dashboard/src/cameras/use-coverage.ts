import { useQuery } from '@tanstack/react-query';
import { textOf, valueOf } from '../history/ask.js';
import { useAccess, useCan } from '../session/access.js';

const NOTHING: ReadonlyMap<string, number> = new Map();

/** The part of the last 24 hours that each camera was analysed, 0–1, by its id; of those that were counted then. */
export function useCoverage(): ReadonlyMap<string, number> {
  const { client } = useAccess();
  const mayAsk = useCan('stats:read');
  const { data } = useQuery({
    queryKey: ['coverage'],
    queryFn: async () => {
      const { rows } = await client.history.query({ metrics: ['coverage'], groupBy: ['camera'], from: '24h' });
      return new Map(rows.flatMap((row): [string, number][] => [[textOf(row, 'camera'), valueOf(row, 'coverage').value ?? 0]]));
    },
    enabled: mayAsk,
    refetchInterval: 60_000,
  });
  return data ?? NOTHING;
}

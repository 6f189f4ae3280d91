import { useQuery } from '@tanstack/react-query';
import { useAccess, useCan } from '../session/access.js';

const EVERY_MS = 5_000;

/** How the service fares, asked again every few seconds while somebody looks. */
export function useStatus() {
  const { client } = useAccess();
  const mayAsk = useCan('system:read');
  return useQuery({ queryKey: ['status'], queryFn: () => client.status(), refetchInterval: EVERY_MS, enabled: mayAsk });
}

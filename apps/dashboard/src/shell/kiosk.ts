import { useSearch } from 'wouter';
import { useAccess } from '../session/access.js';

/** A wall screen: figures alone, nothing to press. Asked for by the address, and always so for a display session. */
export function useKiosk(): boolean {
  const search = useSearch();
  const { me } = useAccess();
  return me.kind === 'display' || new URLSearchParams(search).has('kiosk');
}

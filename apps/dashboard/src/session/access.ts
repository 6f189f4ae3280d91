import type { Me, Scope } from '@vitrine/contracts';
import type { VitrineClient } from '@vitrine/client';
import { createContext, use } from 'react';

/** Who uses the page, and the service as they reach it. */
export interface Access {
  readonly client: VitrineClient;
  readonly me: Me;
  readonly signOut: () => void;
}

export const AccessContext = createContext<Access | null>(null);

export function useAccess(): Access {
  const access = use(AccessContext);
  if (access === null) throw new Error('there is no access outside of the shell');
  return access;
}

/** What is not allowed is not offered; the service would refuse it all the same. */
export function useCan(scope: Scope): boolean {
  return useAccess().me.scopes.includes(scope);
}

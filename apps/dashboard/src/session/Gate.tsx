import { ClientError, createClient, type VitrineClient } from '@vitrine/client';
import type { ApiError, Me } from '@vitrine/contracts';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Loading } from '../ui/Notes.js';
import { t } from '../words/t.js';
import { AccessContext } from './access.js';
import { basePath } from './base-path.js';
import { FirstAdmin } from './FirstAdmin.js';
import { forgetToken, keepToken, type Brought } from './fragment.js';
import { SignIn } from './SignIn.js';

type Standing =
  | { readonly phase: 'asking' }
  | { readonly phase: 'in'; readonly me: Me }
  | { readonly phase: 'out'; readonly refusal: ApiError | null };

const RETRY_MS = 2_000;

/** The way in: who has a token or a session sees the page, everybody else the form that asks for one. */
export function Gate({ brought, children }: { readonly brought: Brought; readonly children: ReactNode }) {
  const [token, setToken] = useState(brought.token);
  const [firstAdminCode, setFirstAdminCode] = useState(brought.firstAdminCode);
  const [standing, setStanding] = useState<Standing>({ phase: 'asking' });
  const client = useMemo(() => createClient({ baseUrl: location.origin + basePath(), token }), [token]);

  useEffect(() => {
    if (firstAdminCode !== null || standing.phase !== 'asking') return;
    const abort = new AbortController();
    const asked = brought.displayCode !== null && token === null ? enterAsDisplay(client, brought.displayCode) : client.auth.me();
    void standingOf(asked, client, abort.signal).then((found) => !abort.signal.aborted && setStanding(found));
    return () => abort.abort();
  }, [client, token, firstAdminCode, brought.displayCode, standing.phase]);

  const enter = useCallback((me: Me) => {
    setFirstAdminCode(null);
    setStanding({ phase: 'in', me });
  }, []);

  const signOut = useCallback(() => {
    // Where there is no session there is nothing to end.
    client.auth.logout().catch(() => undefined);
    forgetToken();
    setToken(null);
    setStanding({ phase: 'out', refusal: null });
  }, [client]);

  const takeToken = useCallback((entered: string) => {
    keepToken(entered);
    setStanding({ phase: 'asking' });
    setToken(entered);
  }, []);

  if (firstAdminCode !== null) return <FirstAdmin client={client} code={firstAdminCode} onEntered={enter} />;
  switch (standing.phase) {
    case 'asking':
      return <Loading label={t('Asking the service …')} />;
    case 'out':
      return <SignIn refusal={standing.refusal} onEntered={enter} onToken={takeToken} />;
    case 'in':
      return <AccessContext value={{ client, me: standing.me, signOut }}>{children}</AccessContext>;
  }
}

/** A link of a wall screen works once; afterwards the screen has its session. */
async function enterAsDisplay(client: VitrineClient, code: string): Promise<Me> {
  const present = await client.auth.me().catch(() => null);
  return present ?? client.auth.display({ code });
}

/** A service that is away is asked again; only its own word shows the form. */
async function standingOf(asked: Promise<Me>, client: VitrineClient, signal: AbortSignal): Promise<Standing> {
  try {
    return { phase: 'in', me: await asked };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (error.problem.code === 'token_missing') return { phase: 'out', refusal: null };
    if (error.status !== 0) return { phase: 'out', refusal: error.problem };
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return signal.aborted ? { phase: 'asking' } : standingOf(client.auth.me(), client, signal);
  }
}

import type { ApiError } from '@vitrine/contracts';
import { useEffect, useReducer, useState } from 'react';
import { openSession, type Session } from '../session/session.js';
import { reduce } from './reducer.js';
import { initialState, type Action, type DashboardState } from './state.js';

export interface Dashboard {
  readonly state: DashboardState;
  readonly dispatch: (action: Action) => void;
  /** Null until the first effect has run. */
  readonly session: Session | null;
}

/** The page's state, fed by one session as long as the component lives. */
export function useDashboard(token: string, onRefused: (problem: ApiError) => void): Dashboard {
  const [state, dispatch] = useReducer(reduce, Date.now(), initialState);
  const [session, setSession] = useState<Session | null>(null);

  useEffect(() => {
    const opened = openSession(token, dispatch, onRefused);
    setSession(opened);
    return () => opened.close();
  }, [token, onRefused]);

  return { state, dispatch, session };
}

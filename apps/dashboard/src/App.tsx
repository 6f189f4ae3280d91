import type { ApiError } from '@vitrine/contracts';
import { useCallback, useState } from 'react';
import { forgetToken, keepToken, takeToken } from './session/token.js';
import { SignIn } from './session/SignIn.js';
import { Wall } from './Wall.js';

/** The token decides: the wall, or the form that asks for one. */
export function App() {
  const [token, setToken] = useState(() => takeToken(location, history, sessionStorage));
  const [refusal, setRefusal] = useState<ApiError | null>(null);

  const signIn = useCallback((entered: string) => {
    keepToken(sessionStorage, entered);
    setRefusal(null);
    setToken(entered);
  }, []);

  const signOut = useCallback((problem: ApiError | null) => {
    forgetToken(sessionStorage);
    setRefusal(problem);
    setToken(null);
  }, []);

  if (token === null) return <SignIn refusal={refusal} onToken={signIn} />;
  return <Wall key={token} token={token} onSignOut={signOut} />;
}

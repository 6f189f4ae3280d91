import type { ApiError } from '@vitrine/contracts';
import type { FormEvent } from 'react';
import { Logo } from '../header/Logo.js';

export interface SignInProps {
  /** Why the last token was not taken. */
  readonly refusal: ApiError | null;
  readonly onToken: (token: string) => void;
}

export function SignIn({ refusal, onToken }: SignInProps) {
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const token = new FormData(event.currentTarget).get('token');
    if (typeof token === 'string' && token.trim() !== '') onToken(token.trim());
  }

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit} aria-label="Sign in">
        <Logo />
        <h1>Sign in to Vitrine</h1>
        <p id="token-help">
          The token is VITRINE_TOKEN, or was printed when the service first started. This tab forgets it when you close it.
        </p>
        <label className="field">
          <span className="field-label">Token</span>
          <input
            name="token"
            type="password"
            required
            autoFocus
            autoComplete="current-password"
            spellCheck={false}
            aria-invalid={refusal !== null}
            aria-describedby={refusal ? 'token-error' : 'token-help'}
          />
        </label>
        {refusal && (
          <p className="field-error" id="token-error" role="alert">
            {refusal.message}
          </p>
        )}
        <button className="button primary" type="submit">
          Sign in
        </button>
      </form>
    </main>
  );
}

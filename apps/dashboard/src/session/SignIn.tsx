import { ClientError, createClient } from '@vitrine/client';
import type { ApiError, LoginMethods, Me } from '@vitrine/contracts';
import { useEffect, useState, type FormEvent } from 'react';
import { Logo } from '../shell/Logo.js';
import { Button } from '../ui/Button.js';
import { Field } from '../ui/Field.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { basePath } from './base-path.js';
import './sign-in.css';
import { fieldText } from '../ui/field-text.js';

export interface SignInProps {
  /** Why the last token or session was not taken; null where nothing was shown. */
  readonly refusal: ApiError | null;
  readonly onEntered: (me: Me) => void;
  readonly onToken: (token: string) => void;
}

/** Name and password, the site's identity provider, or a token. Speaks without one of its own, whatever this tab remembers. */
export function SignIn({ refusal, onEntered, onToken }: SignInProps) {
  const [client] = useState(() => createClient({ baseUrl: location.origin + basePath() }));
  const [methods, setMethods] = useState<LoginMethods | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(refusal);
  const [wantsToken, setWantsToken] = useState(false);
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    client.auth.methods().then(setMethods, () => setMethods(null));
  }, [client]);

  const byToken = wantsToken || methods?.password === false || methods?.firstAdminPending === true;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => fieldText(form, name).trim();
    if (byToken) return onToken(text('token'));
    setBusy(true);
    client.auth
      .login({ name: text('name'), password: fieldText(form, 'password') })
      .then(onEntered, (error: unknown) => setProblem(problemOf(error)))
      .finally(() => setBusy(false));
  }

  return (
    <main className="sign-in" id="main" tabIndex={-1}>
      <form className="sign-in-card panel" onSubmit={submit} aria-label={t('Sign in')}>
        <Logo />
        <h1>{t('Sign in to Vitrine')}</h1>
        {problem && (
          <Note tone="bad" isAlert>
            {refusalWords(problem)}
          </Note>
        )}
        {methods?.firstAdminPending && (
          <Note tone="info">
            {t('Nobody has an account yet. The log of the first start has a link that makes the first one.')}
          </Note>
        )}
        {byToken ? <TokenField /> : <PasswordFields />}
        <Button kind="primary" type="submit" disabled={isBusy}>
          {t('Sign in')}
        </Button>
        {methods?.oidc && (
          <a className="button" href={basePath() + methods.oidc.startPath}>
            {methods.oidc.label}
          </a>
        )}
        {methods?.password !== false && (
          <Button kind="quiet" onClick={() => setWantsToken(!byToken)}>
            {byToken ? t('Use name and password') : t('Use a token')}
          </Button>
        )}
      </form>
    </main>
  );
}

function PasswordFields() {
  return (
    <>
      <Field label={t('Name')}>
        {(control) => (
          <input {...control} className="input" name="name" required autoFocus autoComplete="username" spellCheck={false} />
        )}
      </Field>
      <Field label={t('Password')}>
        {(control) => (
          <input {...control} className="input" name="password" type="password" required autoComplete="current-password" />
        )}
      </Field>
    </>
  );
}

function TokenField() {
  return (
    <Field
      label={t('Token')}
      hint={t('VITRINE_TOKEN, or as the service’s first start printed it. This tab forgets it when you close it.')}
    >
      {(control) => (
        <input
          {...control}
          className="input"
          name="token"
          type="password"
          required
          autoFocus
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </Field>
  );
}

function problemOf(error: unknown): ApiError {
  if (error instanceof ClientError) return error.problem;
  throw error;
}

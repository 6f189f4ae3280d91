import { ClientError, type VitrineClient } from '@vitrine/client';
import { firstAdminSchema, type ApiError, type Me } from '@vitrine/contracts';
import { useState, type FormEvent } from 'react';
import { Logo } from '../shell/Logo.js';
import { Button } from '../ui/Button.js';
import { Field } from '../ui/Field.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import './sign-in.css';
import { fieldText } from '../ui/field-text.js';

export interface FirstAdminProps {
  readonly client: VitrineClient;
  /** Of the one-time link. */
  readonly code: string;
  readonly onEntered: (me: Me) => void;
}

type Wrong = Partial<Record<'name' | 'password' | 'again', string>>;

/** The first run: whoever holds the link that the start printed becomes the first admin. */
export function FirstAdmin({ client, code, onEntered }: FirstAdminProps) {
  const [wrong, setWrong] = useState<Wrong>({});
  const [problem, setProblem] = useState<ApiError | null>(null);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, password, again] = ['name', 'password', 'again'].map((field) => fieldText(form, field));
    const found = wrongOf(name!, password!, again!);
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    client.auth.firstAdmin({ code, name: name!, password: password! }).then(onEntered, (error: unknown) => {
      if (!(error instanceof ClientError)) throw error;
      setProblem(error.problem);
    });
  }

  return (
    <main className="sign-in" id="main" tabIndex={-1}>
      <form className="sign-in-card panel" onSubmit={submit} noValidate aria-label={t('First account')}>
        <Logo />
        <h1>{t('Welcome to Vitrine')}</h1>
        <p className="soft">{t('Make the first account. It may do everything, also make accounts for others.')}</p>
        {problem && (
          <Note tone="bad" isAlert>
            {refusalWords(problem)}
          </Note>
        )}
        <Field label={t('Name')} error={wrong.name}>
          {(control) => <input {...control} className="input" name="name" autoFocus autoComplete="username" />}
        </Field>
        <Field label={t('Password')} hint={t('12 characters or more; a few words are good.')} error={wrong.password}>
          {(control) => <input {...control} className="input" name="password" type="password" autoComplete="new-password" />}
        </Field>
        <Field label={t('Password again')} error={wrong.again}>
          {(control) => <input {...control} className="input" name="again" type="password" autoComplete="new-password" />}
        </Field>
        <Button kind="primary" type="submit">
          {t('Make the account')}
        </Button>
      </form>
    </main>
  );
}

function wrongOf(name: string, password: string, again: string): Wrong {
  const { name: nameSchema, password: passwordSchema } = firstAdminSchema.shape;
  return {
    ...(nameSchema.safeParse(name).success ? {} : { name: t('Up to 80 letters, digits, spaces or any of . _ @ + -') }),
    ...(passwordSchema.safeParse(password).success ? {} : { password: t('Use 12 characters or more.') }),
    ...(password === again ? {} : { again: t('The two differ.') }),
  };
}

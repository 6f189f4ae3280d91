import { ClientError } from '@vitrine/client';
import { useState, type FormEvent } from 'react';
import { useAccess } from '../session/access.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Field } from '../ui/Field.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { fieldText } from '../ui/field-text.js';

export function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useAccess();
  const [problem, setProblem] = useState<string | null>(null);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [present, password] = ['present', 'password'].map((name) => fieldText(form, name));
    if (password!.length < 12) return setProblem(t('Use 12 characters or more.'));
    client.auth.changePassword({ present: present!, password: password! }).then(onClose, (error: unknown) => {
      if (!(error instanceof ClientError)) throw error;
      setProblem(refusalWords(error.problem));
    });
  }

  return (
    <Dialog title={t('Change password')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {problem && (
          <Note tone="bad" isAlert>
            {problem}
          </Note>
        )}
        <Field label={t('Present password')}>
          {(control) => (
            <input {...control} className="input" name="present" type="password" required autoComplete="current-password" />
          )}
        </Field>
        <Field label={t('New password')} hint={t('12 characters or more; a few words are good.')}>
          {(control) => (
            <input {...control} className="input" name="password" type="password" required autoComplete="new-password" />
          )}
        </Field>
        <div className="dialog-actions">
          <Button kind="primary" type="submit">
            {t('Change')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

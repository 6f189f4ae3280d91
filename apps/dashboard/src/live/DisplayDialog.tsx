import { ClientError } from '@vitrine/client';
import { useState, type FormEvent } from 'react';
import { useAccess } from '../session/access.js';
import { basePath } from '../session/base-path.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Field } from '../ui/Field.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { fieldText } from '../ui/field-text.js';

/** Makes a session for a wall screen: read-only, bound to the live view, revocable on the System page. */
export function DisplayDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useAccess();
  const [link, setLink] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const label = fieldText(new FormData(event.currentTarget), 'label').trim();
    if (label === '') return setProblem(t('Give the screen a name, such as “Security office”.'));
    client.sessions.createDisplay({ label, view: '/live?kiosk' }).then(
      (made) => setLink(location.origin + basePath() + made.link),
      (error: unknown) => {
        if (!(error instanceof ClientError)) throw error;
        setProblem(refusalWords(error.problem));
      },
    );
  }

  return (
    <Dialog
      title={t('Link for a wall screen')}
      note={t('It shows the live figures, changes nothing, and can be revoked under System.')}
      onClose={onClose}
    >
      {link === null ? (
        <form className="stack" onSubmit={submit} noValidate>
          <Field label={t('Name of the screen')} error={problem ?? undefined}>
            {(control) => <input {...control} className="input" name="label" autoComplete="off" />}
          </Field>
          <div className="dialog-actions">
            <Button kind="primary" type="submit">
              {t('Make the link')}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <Note tone="info">{t('Open this link once on the screen. It is shown here this once and works for one screen.')}</Note>
          <output className="secret">{link}</output>
          <div className="dialog-actions">
            <Button icon="copy" onClick={() => void navigator.clipboard?.writeText(link)}>
              {t('Copy')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

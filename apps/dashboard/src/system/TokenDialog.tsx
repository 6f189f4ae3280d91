import { ClientError } from '@vitrine/client';
import { SCOPES, type Scope } from '@vitrine/contracts';
import { useState, type FormEvent } from 'react';
import { useAccess } from '../session/access.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Field } from '../ui/Field.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { CameraChoice } from './CameraChoice.js';
import { scopeWords } from './scope-words.js';

const LIFETIMES_DAYS = [30, 90, 365, null] as const;

export interface TokenDialogProps {
  readonly onMade: () => Promise<void>;
  readonly onClose: () => void;
}

/** A key for a machine, never more than its maker may; shown this once. */
export function TokenDialog({ onMade, onClose }: TokenDialogProps) {
  const { client, me } = useAccess();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['stats:read']);
  const [cameraIds, setCameraIds] = useState<string[] | null>(null);
  const [days, setDays] = useState<number | null>(90);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [secret, setSecret] = useState<string | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || scopes.length === 0) return;
    try {
      const made = await client.tokens.create({ name, scopes: [...scopes], cameraIds, expiresInDays: days });
      setSecret(made.token);
      await onMade();
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      setProblem(refusalWords(error.problem));
    }
  }

  if (secret !== null) {
    return (
      <Dialog title={t('The token')} onClose={onClose}>
        <Note tone="info">{t('Copy it now: the service keeps only its hash and cannot show it again.')}</Note>
        <output className="secret">{secret}</output>
        <div className="dialog-actions">
          <Button kind="primary" icon="copy" onClick={() => void navigator.clipboard?.writeText(secret)}>
            {t('Copy')}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('Make a token')} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        {problem && (
          <Note tone="bad" isAlert>
            {problem}
          </Note>
        )}
        <Field
          label={t('Name')}
          hint={t('What uses it, such as “Signage level 1”.')}
          error={tried && name.trim() === '' ? t('Give it a name.') : undefined}
        >
          {(control) => (
            <input
              {...control}
              className="input"
              value={name}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <fieldset>
          <legend className="field-label">{t('May')}</legend>
          {tried && scopes.length === 0 && (
            <p className="field-error" role="alert">
              {t('Choose at least one.')}
            </p>
          )}
          <div className="scope-list">
            {SCOPES.filter((scope) => me.scopes.includes(scope)).map((scope) => (
              <label key={scope} className="checkbox">
                <input
                  type="checkbox"
                  checked={scopes.includes(scope)}
                  onChange={(event) =>
                    setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
                  }
                />
                {scopeWords(scope)}
              </label>
            ))}
          </div>
        </fieldset>
        <CameraChoice chosen={cameraIds} onChange={setCameraIds} />
        <Field label={t('Ends after')}>
          {(control) => (
            <select
              {...control}
              className="input"
              value={String(days)}
              onChange={({ target }) => setDays(target.value === 'null' ? null : Number(target.value))}
            >
              {LIFETIMES_DAYS.map((value) => (
                <option key={String(value)} value={String(value)}>
                  {value === null ? t('never') : t('{days, plural, one {# day} other {# days}}', { days: value })}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button kind="primary" type="submit">
            {t('Make it')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

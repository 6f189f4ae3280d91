import { ClientError } from '@vitrine/client';
import { parseCameraAddress, shownAddress } from '@vitrine/contracts';
import { useState, type ChangeEvent } from 'react';
import { useAccess } from '../session/access.js';
import { useRefresh } from '../shell/feed-context.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Field } from '../ui/Field.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { createOf } from './camera-form.js';
import { readCameraList, type ListedCamera } from './camera-list.js';

/** Many cameras from one table. Each line is judged before anything is added; lines that are wrong say why and are left out. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useAccess();
  const refresh = useRefresh();
  const [lines, setLines] = useState<readonly ListedCamera[]>([]);
  const [added, setAdded] = useState<number | null>(null);
  const good = lines.filter(({ problem }) => problem === null);

  async function read(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0];
    setAdded(null);
    setLines(file ? readCameraList(await file.text()) : []);
  }

  async function add(): Promise<void> {
    const done: ListedCamera[] = [];
    for (const line of good) {
      try {
        await client.cameras.create(createOf(line.form));
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        done.push({ ...line, problem: refusalWords(error.problem) });
      }
    }
    setAdded(good.length - done.length);
    setLines([...lines.filter(({ problem }) => problem !== null), ...done]);
    refresh();
  }

  return (
    <Dialog
      title={t('Import cameras')}
      note={t('A CSV file with the columns name, url and, where needed, user, password, fps.')}
      size="wide"
      onClose={onClose}
    >
      <Field label={t('File')}>
        {(control) => (
          <input {...control} className="input" type="file" accept=".csv,text/csv" onChange={(event) => void read(event)} />
        )}
      </Field>
      {added !== null && (
        <Note tone="info">{t('{count, plural, one {# camera} other {# cameras}} added.', { count: added })}</Note>
      )}
      {lines.length > 0 && (
        <ul className="stack import-lines">
          {lines.map(({ line, form, problem }) => (
            <li key={line} data-ok={problem === null}>
              <strong>{t('Line {line}', { line })}</strong> {form.name}{' '}
              {problem === null && <span className="soft">{shownAddress(parseCameraAddress(form.url).address)}</span>}
              {problem !== null && <p className="field-error">{problem}</p>}
            </li>
          ))}
        </ul>
      )}
      <div className="dialog-actions">
        <Button kind="primary" disabled={good.length === 0} onClick={() => void add()}>
          {t('Add {count, plural, one {# camera} other {# cameras}}', { count: good.length })}
        </Button>
      </div>
    </Dialog>
  );
}

import { ClientError } from '@vitrine/client';
import { ROLES, userCreateSchema, type Role, type UserView } from '@vitrine/contracts';
import { useState, type FormEvent } from 'react';
import { useAccess } from '../session/access.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Field } from '../ui/Field.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { CameraChoice } from './CameraChoice.js';

export function roleWords(role: Role): string {
  return { viewer: t('Viewer'), analyst: t('Analyst'), operator: t('Operator'), admin: t('Admin') }[role];
}

const roleHint = (role: Role): string =>
  ({
    viewer: t('Watches the live figures, without pictures.'),
    analyst: t('Asks history and exports it; sees no living person.'),
    operator: t('Also minds the cameras and may show a picture.'),
    admin: t('May do everything.'),
  })[role];

export interface UserDialogProps {
  /** Null for a new one. */
  readonly user: UserView | null;
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
}

type Wrong = Partial<Record<'name' | 'password', string>>;

export function UserDialog({ user, onSaved, onClose }: UserDialogProps) {
  const { client } = useAccess();
  const [name, setName] = useState(user?.name ?? '');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>(user?.role ?? 'viewer');
  const [enabled, setEnabled] = useState(user?.enabled ?? true);
  const [cameraIds, setCameraIds] = useState<string[] | null>(user?.cameraIds ?? null);
  const [wrong, setWrong] = useState<Wrong>({});
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const found = wrongOf(name, password, user !== null);
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    try {
      if (user === null) await client.users.create({ name, password, role, cameraIds });
      else await client.users.change(user.id, { role, cameraIds, enabled, ...(password === '' ? {} : { password }) });
      await onSaved();
      onClose();
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      setProblem(refusalWords(error.problem));
    }
  }

  return (
    <Dialog title={user === null ? t('Add user') : t('Change {name}', { name: user.name })} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        {problem && (
          <Note tone="bad" isAlert>
            {problem}
          </Note>
        )}
        {user === null && (
          <Field label={t('Name')} error={wrong.name}>
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
        )}
        <Field
          label={user === null ? t('Password') : t('New password')}
          hint={user === null ? t('12 characters or more; a few words are good.') : t('Leave empty to keep what is stored.')}
          error={wrong.password}
        >
          {(control) => (
            <input
              {...control}
              className="input"
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('Role')} hint={roleHint(role)}>
          {(control) => (
            <select {...control} className="input" value={role} onChange={(event) => setRole(event.target.value as Role)}>
              {ROLES.map((value) => (
                <option key={value} value={value}>
                  {roleWords(value)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <CameraChoice chosen={cameraIds} onChange={setCameraIds} />
        {user !== null && (
          <label className="checkbox">
            <input type="checkbox" checked={enabled} onChange={(event) => setEnabled(event.target.checked)} />
            {t('May sign in')}
          </label>
        )}
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button kind="primary" type="submit">
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function wrongOf(name: string, password: string, isKnown: boolean): Wrong {
  const { name: nameSchema, password: passwordSchema } = userCreateSchema.shape;
  const keepsPassword = isKnown && password === '';
  return {
    ...(isKnown || nameSchema.safeParse(name).success ? {} : { name: t('Up to 80 letters, digits, spaces or any of . _ @ + -') }),
    ...(keepsPassword || passwordSchema.safeParse(password).success ? {} : { password: t('Use 12 characters or more.') }),
  };
}

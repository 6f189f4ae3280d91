import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { UserView } from '@vitrine/contracts';
import { useState } from 'react';
import { useAccess } from '../session/access.js';
import { useNowMs } from '../store/use-live.js';
import { Button } from '../ui/Button.js';
import { ConfirmDialog } from '../ui/ConfirmDialog.js';
import { DataTable } from '../ui/DataTable.js';
import { Loading } from '../ui/Notes.js';
import { moment } from '../words/format.js';
import { t } from '../words/t.js';
import { roleWords, UserDialog } from './UserDialog.js';

/** Who may sign in, as what. */
export function Accounts() {
  const { client } = useAccess();
  const queries = useQueryClient();
  const nowMs = useNowMs();
  const { data } = useQuery({ queryKey: ['users'], queryFn: () => client.users.list() });
  const [open, setOpen] = useState<{ kind: 'edit'; user: UserView | null } | { kind: 'delete'; user: UserView } | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: ['users'] });
  if (!data) return <Loading label={t('Asking the service …')} />;
  return (
    <section className="stack">
      <div className="row">
        <Button kind="primary" icon="plus" onClick={() => setOpen({ kind: 'edit', user: null })}>
          {t('Add user')}
        </Button>
      </div>
      <DataTable label={t('Users')} head={[t('Name'), t('Role'), t('Cameras'), t('Last signed in'), t('State'), t('Actions')]}>
        {data.map((user) => (
          <tr key={user.id}>
            <th scope="row">{user.name}</th>
            <td>{roleWords(user.role)}</td>
            <td>{user.cameraIds === null ? t('all') : user.cameraIds.join(', ')}</td>
            <td>{user.lastLoginAtMs === null ? t('never') : moment(user.lastLoginAtMs, nowMs)}</td>
            <td>{user.enabled ? t('active') : t('blocked')}</td>
            <td>
              <div className="row">
                <Button kind="quiet" onClick={() => setOpen({ kind: 'edit', user })}>
                  {t('Change …')}
                </Button>
                <Button kind="quiet" onClick={() => setOpen({ kind: 'delete', user })}>
                  {t('Delete …')}
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </DataTable>
      {open?.kind === 'edit' && <UserDialog user={open.user} onSaved={again} onClose={() => setOpen(null)} />}
      {open?.kind === 'delete' && (
        <ConfirmDialog
          title={t('Delete the user {name}?', { name: open.user.name })}
          text={t('Their sessions end now, and tokens that they made stop working.')}
          action={t('Delete')}
          onConfirm={async () => {
            await client.users.remove(open.user.id);
            await again();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

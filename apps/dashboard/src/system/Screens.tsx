import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DisplayDialog } from '../live/DisplayDialog.js';
import { useAccess } from '../session/access.js';
import { useNowMs } from '../store/use-live.js';
import { Button } from '../ui/Button.js';
import { DataTable } from '../ui/DataTable.js';
import { Loading } from '../ui/Notes.js';
import { moment } from '../words/format.js';
import { t } from '../words/t.js';

/** Browsers that are signed in, and wall screens; each can be sent away. */
export function Screens() {
  const { client } = useAccess();
  const queries = useQueryClient();
  const nowMs = useNowMs();
  const { data } = useQuery({ queryKey: ['sessions'], queryFn: () => client.sessions.list() });
  const [isMaking, setMaking] = useState(false);
  const again = () => queries.invalidateQueries({ queryKey: ['sessions'] });
  if (!data) return <Loading label={t('Asking the service …')} />;

  function close(): void {
    setMaking(false);
    void again();
  }

  return (
    <section className="stack">
      <div className="row">
        <Button kind="primary" icon="screen" onClick={() => setMaking(true)}>
          {t('Link for a screen …')}
        </Button>
      </div>
      <DataTable label={t('Sessions')} head={[t('Who'), t('What'), t('Since'), t('Last seen'), t('Ends'), t('Actions')]}>
        {data.map((session) => (
          <tr key={session.id}>
            <th scope="row">{session.userName}</th>
            <td>{session.kind === 'display' ? t('Wall screen “{label}”', { label: session.label }) : session.label}</td>
            <td>{moment(session.createdAtMs, nowMs)}</td>
            <td>{moment(session.lastSeenAtMs, nowMs)}</td>
            <td>{moment(session.expiresAtMs, nowMs)}</td>
            <td>
              {session.current ? (
                t('this one')
              ) : (
                <Button kind="quiet" onClick={() => void client.sessions.revoke(session.id).then(again)}>
                  {t('Revoke')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </DataTable>
      {isMaking && <DisplayDialog onClose={close} />}
    </section>
  );
}

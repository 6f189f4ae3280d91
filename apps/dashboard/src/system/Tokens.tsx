import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { TokenView } from '@vitrine/contracts';
import { useState } from 'react';
import { useAccess } from '../session/access.js';
import { useNowMs } from '../store/use-live.js';
import { Button } from '../ui/Button.js';
import { ConfirmDialog } from '../ui/ConfirmDialog.js';
import { DataTable } from '../ui/DataTable.js';
import { Empty, Loading } from '../ui/Notes.js';
import { moment } from '../words/format.js';
import { t } from '../words/t.js';
import { TokenDialog } from './TokenDialog.js';

/** Keys of machines: what each may, and when it was last used. */
export function Tokens() {
  const { client } = useAccess();
  const queries = useQueryClient();
  const nowMs = useNowMs();
  const { data } = useQuery({ queryKey: ['tokens'], queryFn: () => client.tokens.list() });
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<TokenView | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: ['tokens'] });
  if (!data) return <Loading label={t('Asking the service …')} />;
  return (
    <section className="stack">
      <div className="row">
        <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
          {t('Make a token')}
        </Button>
      </div>
      {data.length === 0 ? (
        <Empty title={t('No machine has a token.')} />
      ) : (
        <DataTable label={t('Tokens')} head={[t('Name'), t('May'), t('Made by'), t('Last used'), t('Ends'), t('Actions')]}>
          {data.map((token) => (
            <tr key={token.id}>
              <th scope="row">{token.name}</th>
              <td>{token.scopes.join(', ')}</td>
              <td>{token.madeBy}</td>
              <td>{token.lastUsedAtMs === null ? t('never') : moment(token.lastUsedAtMs, nowMs)}</td>
              <td>{token.expiresAtMs === null ? t('never') : moment(token.expiresAtMs, nowMs)}</td>
              <td>
                <Button kind="quiet" onClick={() => setRevoked(token)}>
                  {t('Revoke …')}
                </Button>
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      {isMaking && <TokenDialog onMade={again} onClose={() => setMaking(false)} />}
      {revoked && (
        <ConfirmDialog
          title={t('Revoke {name}?', { name: revoked.name })}
          text={t('Whoever uses it is refused from now on.')}
          action={t('Revoke')}
          onConfirm={async () => {
            await client.tokens.revoke(revoked.id);
            await again();
          }}
          onClose={() => setRevoked(null)}
        />
      )}
    </section>
  );
}

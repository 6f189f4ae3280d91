import { useQuery } from '@tanstack/react-query';
import type { VitrineClient } from '@vitrine/client';
import { AUDIT_ACTIONS, type AuditAction } from '@vitrine/contracts';
import { useState } from 'react';
import { useAccess } from '../session/access.js';
import { useNowMs } from '../store/use-live.js';
import { Button } from '../ui/Button.js';
import { DataTable } from '../ui/DataTable.js';
import { Empty, Loading } from '../ui/Notes.js';
import { moment } from '../words/format.js';
import { t } from '../words/t.js';

const ROWS = 100;

type AuditEntry = Awaited<ReturnType<VitrineClient['audit']['list']>>[number];

/** Who did what, when, and how it was before and after; newest first, in pages that follow each other. */
export function Audit() {
  const { client } = useAccess();
  const nowMs = useNowMs();
  const [action, setAction] = useState<AuditAction | null>(null);
  const [beforeId, setBeforeId] = useState<number | null>(null);
  const { data } = useQuery({
    queryKey: ['audit', action, beforeId],
    queryFn: () =>
      client.audit.list({ limit: ROWS, ...(action === null ? {} : { action }), ...(beforeId === null ? {} : { beforeId }) }),
  });
  return (
    <section className="stack">
      <div className="row">
        <select
          className="input select"
          aria-label={t('Action')}
          value={action ?? ''}
          onChange={(event) => {
            setAction((event.target.value || null) as AuditAction | null);
            setBeforeId(null);
          }}
        >
          <option value="">{t('All actions')}</option>
          {AUDIT_ACTIONS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        {beforeId !== null && <Button onClick={() => setBeforeId(null)}>{t('Newest')}</Button>}
        {data?.length === ROWS && <Button onClick={() => setBeforeId(data.at(-1)!.id)}>{t('Older')}</Button>}
      </div>
      {!data ? (
        <Loading label={t('Asking the service …')} />
      ) : data.length === 0 ? (
        <Empty title={t('Nothing was written down.')} />
      ) : (
        <DataTable label={t('Audit log')} head={[t('When'), t('Who'), t('From'), t('Action'), t('What'), t('Before → after')]}>
          {data.map((entry) => (
            <tr key={entry.id}>
              <td className="nowrap">{moment(entry.atMs, nowMs)}</td>
              <td>{entry.actor}</td>
              <td>{entry.address ?? '–'}</td>
              <td>{entry.action}</td>
              <td>{entry.subject ?? '–'}</td>
              <td className="audit-detail">{detailOf(entry)}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </section>
  );
}

function detailOf({ before, after }: AuditEntry): string {
  const text = (value: unknown) => (value === null ? '' : JSON.stringify(value));
  return [text(before), text(after)].filter((part) => part !== '').join(' → ');
}

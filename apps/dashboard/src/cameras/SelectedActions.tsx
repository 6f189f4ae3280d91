import { useState } from 'react';
import { useRefresh } from '../shell/feed-context.js';
import { useAccess } from '../session/access.js';
import { Button } from '../ui/Button.js';
import { ConfirmDialog } from '../ui/ConfirmDialog.js';
import { t } from '../words/t.js';

export interface SelectedActionsProps {
  readonly ids: readonly string[];
  readonly onDone: () => void;
}

/** What can be done to several cameras at once. */
export function SelectedActions({ ids, onDone }: SelectedActionsProps) {
  const { client } = useAccess();
  const refresh = useRefresh();
  const [isDeleting, setDeleting] = useState(false);

  async function each(act: (id: string) => Promise<unknown>): Promise<void> {
    for (const id of ids) await act(id);
    refresh();
    onDone();
  }

  return (
    <div className="row selected-actions">
      <strong>{t('{count} selected', { count: ids.length })}</strong>
      <Button onClick={() => void each((id) => client.cameras.change(id, { enabled: true }))}>{t('Switch on')}</Button>
      <Button onClick={() => void each((id) => client.cameras.change(id, { enabled: false }))}>{t('Switch off')}</Button>
      <Button kind="danger" onClick={() => setDeleting(true)}>
        {t('Delete …')}
      </Button>
      {isDeleting && (
        <ConfirmDialog
          title={t('Delete {count, plural, one {# camera} other {# cameras}}?', { count: ids.length })}
          text={t('Their history stays. The cameras themselves are not touched.')}
          action={t('Delete')}
          onConfirm={() => each((id) => client.cameras.remove(id))}
          onClose={() => setDeleting(false)}
        />
      )}
    </div>
  );
}

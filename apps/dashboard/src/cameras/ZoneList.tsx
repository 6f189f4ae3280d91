import { IconButton } from '../ui/Button.js';
import { t } from '../words/t.js';
import type { ZoneAction, ZoneDraft } from './zone-draft.js';

export interface ZoneListProps {
  readonly draft: ZoneDraft;
  readonly canWrite: boolean;
  readonly dispatch: (action: ZoneAction) => void;
}

export function ZoneList({ draft: { zones, mask }, canWrite, dispatch }: ZoneListProps) {
  if (zones.length + mask.length === 0)
    return <p className="panel-note">{t('No zones yet: the whole picture is counted as one.')}</p>;
  return (
    <ul className="zone-list">
      {zones.map(({ id, name, kind }) => (
        <li key={id}>
          <span className="zone-kind">{kind === 'area' ? t('Zone') : t('Count line')}</span>
          {canWrite ? (
            <input
              className="input"
              aria-label={t('Name of {id}', { id })}
              value={name}
              onChange={(event) => dispatch({ kind: 'rename', id, name: event.target.value })}
            />
          ) : (
            <span>{name}</span>
          )}
          {canWrite && (
            <IconButton icon="close" label={t('Remove {name}', { name })} onClick={() => dispatch({ kind: 'remove-zone', id })} />
          )}
        </li>
      ))}
      {mask.map((polygon, index) => (
        <li key={polygon.join()}>
          <span className="zone-kind">{t('Mask')}</span>
          <span>{t('blackened before anything looks at it')}</span>
          {canWrite && (
            <IconButton
              icon="close"
              label={t('Remove mask {number}', { number: index + 1 })}
              onClick={() => dispatch({ kind: 'remove-mask', index })}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

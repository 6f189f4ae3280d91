import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useCan } from '../session/access.js';
import { useLive } from '../store/use-live.js';
import { Icon } from '../ui/Icon.js';
import { Empty, Loading } from '../ui/Notes.js';
import { SortHead, sortedBy, type Sorting } from '../ui/sorting.js';
import { byTrouble, hasTrouble } from '../words/camera-words.js';
import { t } from '../words/t.js';
import { CameraRow } from './CameraRow.js';
import { SelectedActions } from './SelectedActions.js';
import { sortKey, type CameraColumn } from './camera-columns.js';
import { useCoverage } from './use-coverage.js';
import '../ui/table.css';

/** Thirty cameras at a glance: who is in trouble, who sees well, who does not. */
export function CameraTable() {
  const [, navigate] = useLocation();
  const params = new URLSearchParams(useSearch());
  const canWrite = useCan('cameras:write');
  const cameras = useLive((state) => state.cameras);
  const coverage = useCoverage();
  const [sorting, setSorting] = useState<Sorting<CameraColumn> | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const wanted = params.get('q')?.toLowerCase() ?? '';
  const onlyTrouble = params.get('only') === 'trouble';

  function filter(change: Record<string, string>): void {
    for (const [name, value] of Object.entries(change)) {
      if (value === '') params.delete(name);
      else params.set(name, value);
    }
    navigate(`/cameras${params.size === 0 ? '' : `?${params}`}`, { replace: true });
  }

  if (cameras === null) return <Loading label={t('Asking the service …')} />;
  const found = cameras.filter((camera) => {
    const isNamed = `${camera.name} ${camera.id} ${camera.url}`.toLowerCase().includes(wanted);
    return isNamed && (!onlyTrouble || hasTrouble(camera.state));
  });
  const shown =
    sorting === null ? byTrouble(found) : sortedBy(found, sorting, (camera) => sortKey(camera, sorting.column, coverage));
  const head = { sorting: sorting ?? { column: 'state' as const, isDescending: false }, onSort: setSorting };

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('Cameras')}</h1>
        {canWrite && (
          <>
            <Link className="button" href="/cameras/import">
              {t('Import …')}
            </Link>
            <Link className="button" data-kind="primary" href="/cameras/new">
              <Icon name="plus" />
              {t('Add camera')}
            </Link>
          </>
        )}
      </header>
      <div className="row">
        <input
          className="input camera-search"
          type="search"
          placeholder={t('Search')}
          aria-label={t('Search cameras')}
          value={wanted}
          onChange={(event) => filter({ q: event.target.value })}
        />
        <label className="checkbox">
          <input
            type="checkbox"
            checked={onlyTrouble}
            onChange={(event) => filter({ only: event.target.checked ? 'trouble' : '' })}
          />
          {t('Only those in trouble')}
        </label>
        {canWrite && selected.size > 0 && <SelectedActions ids={[...selected]} onDone={() => setSelected(new Set())} />}
      </div>
      {shown.length === 0 ? (
        <Empty title={cameras.length === 0 ? t('No camera yet') : t('No camera matches')} />
      ) : (
        <div className="table-frame" tabIndex={0} role="region" aria-label={t('Cameras')}>
          <table className="table camera-table">
            <thead>
              <tr>
                {canWrite && (
                  <th>
                    <span className="only-read-aloud">{t('Selected')}</span>
                  </th>
                )}
                <SortHead {...head} column="name" text={t('Camera')} />
                <SortHead {...head} column="state" text={t('State')} />
                <SortHead {...head} column="fps" text={t('fps')} isNumber />
                <SortHead {...head} column="coverage" text={t('Coverage 24 h')} isNumber />
                <SortHead {...head} column="age" text={t('Frame age')} isNumber />
                <SortHead {...head} column="size" text={t('Resolution')} isNumber />
                <SortHead {...head} column="drops" text={t('Not analysed')} isNumber />
              </tr>
            </thead>
            <tbody>
              {shown.map((camera) => (
                <CameraRow
                  key={camera.id}
                  camera={camera}
                  coverage={coverage.get(camera.id) ?? null}
                  isSelected={selected.has(camera.id)}
                  onSelect={canWrite ? (isSelected) => setSelected(withMember(selected, camera.id, isSelected)) : null}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function withMember(set: ReadonlySet<string>, id: string, isIn: boolean): Set<string> {
  const next = new Set(set);
  if (isIn) next.add(id);
  else next.delete(id);
  return next;
}

import type { ApiError, CameraView } from '@vitrine/contracts';
import { useState } from 'react';
import { CameraDialog } from './cameras/CameraDialog.js';
import { CameraGrid } from './cameras/CameraGrid.js';
import { Header } from './header/Header.js';
import { Notice } from './header/Notice.js';
import { HourPanel } from './hour/HourPanel.js';
import { PeoplePanel } from './people/PeoplePanel.js';
import { isInView } from './store/people.js';
import { useDashboard } from './store/use-dashboard.js';

export interface WallProps {
  readonly token: string;
  /** @param problem why the service refused the token; null when somebody signed out */
  readonly onSignOut: (problem: ApiError | null) => void;
}

export function Wall({ token, onSignOut }: WallProps) {
  const { state, dispatch, session } = useDashboard(token, onSignOut);
  const [edited, setEdited] = useState<CameraView | 'new' | null>(null);
  const isStale = state.connection.phase !== 'open' && state.connection.heardAtMs !== null;
  const inView = state.people.filter((person) => isInView(person, state.nowMs)).length;

  return (
    <div className="wall" data-stale={isStale}>
      <Header
        connection={state.connection}
        service={state.service}
        nowMs={state.nowMs}
        zone={state.hour?.tz}
        onAddCamera={() => setEdited('new')}
        onSignOut={() => onSignOut(null)}
      />
      <main className="wall-main">
        <CameraGrid
          cameras={state.cameras}
          previews={state.previews}
          people={state.people}
          onAdd={() => setEdited('new')}
          onEdit={setEdited}
        />
        <PeoplePanel
          people={state.people}
          inView={inView}
          nowMs={state.nowMs}
          cameras={state.cameras ?? []}
          allowed={state.allowed}
        />
        <HourPanel hour={state.hour} allowed={state.allowed} inView={inView} />
      </main>
      <Notice state={state} />
      {edited && session && (
        <CameraDialog
          key={edited === 'new' ? 'new' : edited.id}
          camera={edited === 'new' ? null : edited}
          rest={session.rest}
          dispatch={dispatch}
          onClose={() => setEdited(null)}
        />
      )}
    </div>
  );
}

import type { AttributeName, CameraView } from '@vitrine/contracts';
import { useState } from 'react';
import { isInView, VISIBLE_SLOTS } from '../store/people.js';
import type { Person } from '../store/state.js';
import { countOf } from '../words/units.js';
import { PersonCard } from './PersonCard.js';
import { PersonDialog } from './PersonDialog.js';

export interface PeoplePanelProps {
  readonly people: readonly Person[];
  readonly inView: number;
  readonly nowMs: number;
  readonly cameras: readonly CameraView[];
  readonly allowed: ReadonlySet<AttributeName>;
}

/** One card per place; a card stays at its place while its values change, and an empty place stays empty until somebody comes. */
export function PeoplePanel({ people, inView, nowMs, cameras, allowed }: PeoplePanelProps) {
  const [opened, setOpened] = useState<Person | null>(null);
  // Who has left stays readable as they were last seen.
  const openedNow = people.find(({ track }) => track.trackId === opened?.track.trackId) ?? opened;
  const nameOf = (cameraId: string) => cameras.find(({ id }) => id === cameraId)?.name ?? cameraId;
  const waiting = people.filter(({ slot }) => slot >= VISIBLE_SLOTS).length;
  const places = Array.from({ length: VISIBLE_SLOTS }, (_, slot) => people.find((person) => person.slot === slot));

  return (
    <section className="panel people" aria-labelledby="people-title">
      <header className="panel-header">
        <h2 id="people-title">People in view</h2>
        <span className="panel-note">
          {inView > 0 && countOf(inView, 'person', 'people')}
          {waiting > 0 && ` · ${waiting} without a card`}
        </span>
      </header>
      {people.length === 0 ? (
        <div className="empty">
          <p className="empty-title">Nobody in view</p>
          <p>{adviceFor(cameras)}</p>
        </div>
      ) : (
        <ul className="person-grid">
          {places.map((person, slot) => (
            <li key={slot} className="person-place" data-free={!person}>
              {person && (
                <PersonCard
                  key={person.track.trackId}
                  person={person}
                  isInView={isInView(person, nowMs)}
                  cameraName={nameOf(person.track.cameraId)}
                  allowed={allowed}
                  onOpen={() => setOpened(person)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {openedNow && <PersonDialog person={openedNow} allowed={allowed} onClose={() => setOpened(null)} />}
    </section>
  );
}

function adviceFor(cameras: readonly CameraView[]): string {
  if (cameras.length === 0) return 'Add a camera first. People appear here as soon as it sees a face.';
  if (!cameras.some(({ state }) => state === 'live')) return 'No camera is live. The tiles on this page say why.';
  return 'A card appears as soon as a camera has seen a face well enough to describe it.';
}

import type { AttributeName } from '@vitrine/contracts';
import { memo } from 'react';
import type { Person } from '../store/state.js';
import { describePerson } from '../words/describe-person.js';
import { duration, percent } from '../words/units.js';
import { AttributeRows } from './AttributeRows.js';

export interface PersonCardProps {
  readonly person: Person;
  readonly isInView: boolean;
  readonly cameraName: string;
  readonly allowed: ReadonlySet<AttributeName>;
  readonly onOpen: () => void;
}

export const PersonCard = memo(
  function PersonCard({ person, isInView, cameraName, allowed, onOpen }: PersonCardProps) {
    const { track, slot, notable, shownAgeYears } = person;
    const described = describePerson(track.attributes, allowed).filter(({ name }) => notable.has(name));
    return (
      <article className="person" data-gender={track.gender} data-left={!isInView}>
        <header className="person-who">
          <span className="person-number">
            <span className="only-read-aloud">Person </span>
            {slot + 1}
          </span>
          <p className="person-age">
            {shownAgeYears}
            <span className="person-spread"> ± {Math.round(track.ageSpreadYears)} years</span>
          </p>
          <p className="person-gender">
            {track.gender} <span className="person-sure">{percent(track.genderProbability)}</span>
          </p>
        </header>
        <AttributeRows described={described} />
        <footer className="person-foot">
          <span className="person-camera">{cameraName}</span>
          <span className="quality" title="Quality of the best face seen: size, sharpness, pose">
            quality <meter min={0} max={1} value={track.quality} aria-label="Quality of the best face" /> {percent(track.quality)}
          </span>
          <span className="person-since">{isInView ? duration(track.atMs - track.firstSeenAtMs) : 'left'}</span>
        </footer>
        <button className="person-open" type="button" aria-haspopup="dialog" onClick={onOpen}>
          <span className="only-read-aloud">All attributes of person {slot + 1}</span>
        </button>
      </article>
    );
  },
  // `onOpen` is made anew with each rendering but does the same for the same person.
  (before, after) =>
    before.person === after.person &&
    before.isInView === after.isInView &&
    before.cameraName === after.cameraName &&
    before.allowed === after.allowed,
);

import type { BoxXyxyNorm, Preview } from '@vitrine/contracts';
import type { Person } from '../store/state.js';
import { placeLabels } from './place-labels.js';

/** A label's letters as fractions of the picture's width; the style sheet sizes them alike (2.6 % of the width). */
const LETTER_WIDTH = 0.015;
const LABEL_HEIGHT_OF_WIDTH = 0.041;
const LABEL_PADDING = 0.02;

export interface PersonBoxesProps {
  readonly preview: Preview;
  readonly people: readonly Person[];
}

/** Boxes of the picture's own frame, so that they sit on the faces; a face of which nothing is known yet has a plain box. */
export function PersonBoxes({ preview, people }: PersonBoxesProps) {
  const known = preview.boxes.flatMap(({ trackId, box }) => {
    const person = people.find(({ track }) => track.trackId === trackId);
    return person ? [{ person, box, text: labelOf(person) }] : [];
  });
  const unknown = preview.boxes.filter(({ trackId }) => !people.some(({ track }) => track.trackId === trackId));
  const places = placeLabels(
    known.map(({ box, text }) => ({
      box,
      width: text.length * LETTER_WIDTH + LABEL_PADDING,
      height: (LABEL_HEIGHT_OF_WIDTH * preview.widthPx) / preview.heightPx,
    })),
  );

  return (
    <div className="boxes" aria-hidden="true">
      {unknown.map(({ trackId, box }) => (
        <div key={trackId} className="box" style={boxStyle(box)} />
      ))}
      {known.map(({ person, box }) => (
        <div key={person.track.trackId} className="box" data-gender={person.track.gender} style={boxStyle(box)} />
      ))}
      {known.map(({ person, text }, index) => (
        <span
          key={person.track.trackId}
          className="box-label"
          data-gender={person.track.gender}
          style={{ left: share(places[index]!.left), top: share(places[index]!.top) }}
        >
          {text}
        </span>
      ))}
    </div>
  );
}

function labelOf({ slot, track, shownAgeYears }: Person): string {
  return `${slot + 1}  ${track.gender} · ${shownAgeYears} ± ${Math.round(track.ageSpreadYears)}`;
}

function boxStyle([x0, y0, x1, y1]: BoxXyxyNorm) {
  return { left: share(x0), top: share(y0), width: share(x1 - x0), height: share(y1 - y0) };
}

function share(fraction: number): string {
  return `${(100 * fraction).toFixed(2)}%`;
}

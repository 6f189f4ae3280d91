import type { Person } from '../store/state.js';
import { useLive } from '../store/use-live.js';
import { t } from '../words/t.js';
import { personShort } from '../words/person-words.js';
import './plan.css';

/** More labels would cover each other. */
const MAX_LABELS = 6;
/** Part of the picture's width within which a label in the middle would be cut off. */
const EDGE = 0.12;

export interface PlanProps {
  readonly cameraId: string;
  readonly isLabelled: boolean;
}

/** Who is before the camera, where, and what is known of them: figures on a grey plan, not one pixel of the picture. */
export function Plan({ cameraId, isLabelled }: PlanProps) {
  const people = useLive((state) => [...state.people.values()].filter(({ visit }) => visit.cameraId === cameraId));
  const hasLabels = isLabelled && people.length <= MAX_LABELS;
  return (
    <div
      className="plan"
      role="img"
      aria-label={t('{count, plural, =0 {Nobody in view} one {# person in view} other {# people in view}}', {
        count: people.length,
      })}
    >
      {people.map((person) => (
        <Figure key={person.visit.visitId} person={person} hasLabel={hasLabels} />
      ))}
    </div>
  );
}

function Figure({ person, hasLabel }: { readonly person: Person; readonly hasLabel: boolean }) {
  const [x0, y0, x1, y1] = person.visit.box;
  return (
    <div
      className="figure"
      data-gender={person.shown.gender}
      style={{ left: share(x0), top: share(y0), width: share(x1 - x0), height: share(y1 - y0) }}
    >
      <svg className="figure-shape" viewBox="0 0 40 64" preserveAspectRatio="xMidYMin meet" aria-hidden="true" focusable="false">
        <circle cx="20" cy="18" r="15" />
        <path d="M0 64c0-18 8-27 20-27s20 9 20 27z" />
      </svg>
      {hasLabel && (
        <span className="figure-label" data-side={sideOf((x0 + x1) / 2)}>
          {personShort(person.shown)}
        </span>
      )}
    </div>
  );
}

/** Of a figure near the picture's edge the label hangs inwards. */
function sideOf(middle: number): 'left' | 'right' | undefined {
  if (middle < EDGE) return 'right';
  return middle > 1 - EDGE ? 'left' : undefined;
}

function share(fraction: number): string {
  return `${(100 * fraction).toFixed(2)}%`;
}

import { count, percentOf } from '../words/units.js';

export interface GenderSplitProps {
  readonly female: number;
  readonly male: number;
}

export function GenderSplit({ female, male }: GenderSplitProps) {
  const known = female + male;
  return (
    <figure className="gender">
      <figcaption>Gender</figcaption>
      <div className="gender-figures">
        <GenderFigure gender="female" visitors={female} known={known} />
        <GenderFigure gender="male" visitors={male} known={known} />
      </div>
      <div className="split" aria-hidden="true">
        <i data-gender="female" style={{ flexGrow: female }} />
        <i data-gender="male" style={{ flexGrow: male }} />
      </div>
    </figure>
  );
}

interface GenderFigureProps {
  readonly gender: 'female' | 'male';
  readonly visitors: number;
  readonly known: number;
}

function GenderFigure({ gender, visitors, known }: GenderFigureProps) {
  return (
    <p className="gender-figure" data-gender={gender}>
      <span className="gender-share">{percentOf(visitors, known)}</span>
      <span className="gender-name">{gender}</span>
      <span className="gender-count">{count(visitors)}</span>
    </p>
  );
}

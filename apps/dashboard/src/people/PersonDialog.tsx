import type { AttributeName } from '@vitrine/contracts';
import { Dialog } from '../Dialog.js';
import type { Person } from '../store/state.js';
import { describePerson, groupDescribed } from '../words/describe-person.js';
import { countOf, percent } from '../words/units.js';

export interface PersonDialogProps {
  readonly person: Person;
  readonly allowed: ReadonlySet<AttributeName>;
  readonly onClose: () => void;
}

/** Every attribute the site allows, with its probability, while the values go on changing. */
export function PersonDialog({ person: { slot, track, shownAgeYears }, allowed, onClose }: PersonDialogProps) {
  const groups = groupDescribed(describePerson(track.attributes, allowed));
  return (
    <Dialog
      title={`Person ${slot + 1}: ${track.gender}, ${shownAgeYears} ± ${Math.round(track.ageSpreadYears)} years`}
      onClose={onClose}
    >
      <p className="dialog-note">
        Fused over {countOf(track.faces, 'picture')} of this visit. The figures are probabilities as the networks see them, not
        facts.
      </p>
      <div className="all-attributes">
        {groups.map(({ group, items }) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {items.map(({ name, words, probability }) => (
                <div key={name} className="probability" data-likely={probability >= 0.5}>
                  <dt>{words}</dt>
                  <dd>
                    <meter min={0} max={1} value={probability} aria-label={words} />
                    <span>{percent(probability)}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

import type { AttributeGroup } from '../words/attribute-words.js';
import { strongestThatFit } from './strongest-that-fit.js';
import type { Described } from '../words/describe-person.js';
import { percent } from '../words/units.js';

/** Rows that every card has, so that nothing moves when a word comes or goes. */
const ROWS = ['Hair', 'Wearing', 'Expression', 'Face'] as const satisfies readonly AttributeGroup[];

export function AttributeRows({ described }: { readonly described: readonly Described[] }) {
  return (
    <dl className="rows">
      {ROWS.map((group) => (
        <AttributeRow key={group} group={group} items={described.filter((item) => item.group === group)} />
      ))}
    </dl>
  );
}

function AttributeRow({ group, items }: { readonly group: AttributeGroup; readonly items: readonly Described[] }) {
  const shown = strongestThatFit(items);
  return (
    <div className="row">
      <dt>{group}</dt>
      <dd>
        {shown.map(({ name, words, probability }) => (
          <span key={name} className="word" title={`${words}: ${percent(probability)}`}>
            {words}
            <meter min={0.5} max={1} value={probability} aria-label={`${words}, probability`} />
          </span>
        ))}
        {items.length > shown.length && <span className="word more">+{items.length - shown.length}</span>}
        {items.length === 0 && <span className="word none">–</span>}
      </dd>
    </div>
  );
}

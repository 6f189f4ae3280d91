import type { PrivacyFacts } from '@vitrine/contracts';
import { decimal } from '../words/format.js';
import { t } from '../words/t.js';

const MODES: Record<PrivacyFacts['protection']['mode'], () => string> = {
  noisy: () => t('Noise, drawn once'),
  grouped: () => t('Groups without noise'),
  exact: () => t('No protection'),
};

/** How looks are published, what the numbers of the protection mean, and where it ends. */
export function Protection({ facts: { protection, policy } }: { readonly facts: PrivacyFacts }) {
  const { epsilon } = protection;
  return (
    <section className="panel" aria-labelledby="protection-title">
      <div className="panel-head">
        <h2 id="protection-title">{t('How looks are published')}</h2>
        <strong>{MODES[protection.mode]()}</strong>
      </div>
      <div className="stack">
        <p>{protection.explained}</p>
        {policy.policy.reason && <p>{t('Reason given: {reason}', { reason: policy.policy.reason })}</p>}
        <dl className="facts">
          <dt>{t('Smallest group shown')}</dt>
          <dd>{t('{count}; fewer are shown as “fewer than {count}”', { count: policy.policy.minimumGroup })}</dd>
          {epsilon && (
            <>
              <dt>{t('What one visit can cost (ε)')}</dt>
              <dd>
                {t('{all} in all: age and gender {looks}, time stayed {dwell}, attributes {attributes}; δ = 10⁻⁶', {
                  all: decimal(epsilon.all),
                  looks: decimal(epsilon.looks),
                  dwell: decimal(epsilon.dwell),
                  attributes: decimal(epsilon.attributes),
                })}
              </dd>
            </>
          )}
        </dl>
        <h3>{t('Where it ends')}</h3>
        <ul className="dashes">
          {protection.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}

import { ClientError } from '@vitrine/client';
import type { PrivacyFacts } from '@vitrine/contracts';
import { Switch } from 'radix-ui';
import { useState } from 'react';
import { useCan } from '../session/access.js';
import { ConfirmDialog } from '../ui/ConfirmDialog.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { switchGroups, type SwitchEntry } from './attribute-groups.js';
import { useChangePolicy } from './use-privacy.js';
import './switches.css';

const TIERS = { high: () => t('reliable'), medium: () => t('fairly reliable'), low: () => t('near chance') };

/** The forty switches: what leaves the service, how far it can be trusted, and why. */
export function Attributes({ facts }: { readonly facts: PrivacyFacts }) {
  const mayChange = useCan('policy:write');
  const { mutate, mutateAsync, error } = useChangePolicy();
  const [asked, setAsked] = useState<SwitchEntry | null>(null);
  const change = ({ name }: SwitchEntry, isOn: boolean) => ({ attributes: { site: { [name]: isOn } } });
  const on = facts.attributes.filter(({ enabled }) => enabled).length;

  function turn(entry: SwitchEntry, isOn: boolean): void {
    if (isOn && entry.isSensitive) setAsked(entry);
    else mutate(change(entry, isOn));
  }

  return (
    <section className="stack" aria-labelledby="switches-title">
      <h2 id="switches-title">{t('Attributes: {on} of {all} leave the service', { on, all: facts.attributes.length })}</h2>
      {error && (
        <Note tone="bad" isAlert>
          {error instanceof ClientError ? refusalWords(error.problem) : error.message}
        </Note>
      )}
      <div className="switch-groups">
        {switchGroups(facts.attributes).map(({ group, entries }) => (
          <section key={group} className="panel" aria-labelledby={`switches-${group}`}>
            <h3 id={`switches-${group}`}>{t(group)}</h3>
            <ul>
              {entries.map((entry) => (
                <li key={entry.name} className="switch-row">
                  <span id={`name-${entry.name}`}>
                    {t(entry.words)} <span className="switch-tier">{TIERS[entry.tier]()}</span>
                    <span className="switch-reason">{entry.reason}</span>
                  </span>
                  <Switch.Root
                    className="switch"
                    aria-labelledby={`name-${entry.name}`}
                    checked={entry.enabled}
                    disabled={!mayChange}
                    onCheckedChange={(isOn) => turn(entry, isOn)}
                  >
                    <Switch.Thumb className="switch-thumb" />
                  </Switch.Root>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {asked && (
        <ConfirmDialog
          title={t('Let “{attribute}” leave the service?', { attribute: t(asked.words) })}
          text={t(
            'It can stand for origin, demean people, or is little better than chance. The change is written to the audit log with your name.',
          )}
          action={t('Switch on')}
          onConfirm={async () => {
            await mutateAsync(change(asked, true));
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

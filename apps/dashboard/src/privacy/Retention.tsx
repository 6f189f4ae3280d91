import { ClientError } from '@vitrine/client';
import type { PrivacyFacts } from '@vitrine/contracts';
import { useState, type FormEvent } from 'react';
import { useCan } from '../session/access.js';
import { useNowMs } from '../store/use-live.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Field } from '../ui/Field.js';
import { Note } from '../ui/Notes.js';
import { dayOfYear } from '../words/format.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { useChangePolicy } from './use-privacy.js';

const DAY_MS = 86_400_000;
const KINDS = ['minutesDays', 'historyDays', 'auditDays'] as const;
type Kind = (typeof KINDS)[number];

const KIND_WORDS: Record<Kind, () => string> = {
  minutesDays: () => t('Visits by the minute'),
  historyDays: () => t('History by the quarter hour'),
  auditDays: () => t('Audit log'),
};

/** How long each kind of data is kept. */
export function Retention({ facts }: { readonly facts: PrivacyFacts }) {
  const mayChange = useCan('policy:write');
  const [isOpen, setOpen] = useState(false);
  const { retention } = facts.policy.policy;
  return (
    <section className="panel" aria-labelledby="retention-title">
      <div className="panel-head">
        <h2 id="retention-title">{t('How long it is kept')}</h2>
        {mayChange && (
          <Button className="no-print" onClick={() => setOpen(true)}>
            {t('Change …')}
          </Button>
        )}
      </div>
      <dl className="facts">
        {KINDS.map((kind) => (
          <div key={kind} className="fact-pair">
            <dt>{KIND_WORDS[kind]()}</dt>
            <dd>{t('{days, plural, one {# day} other {# days}}', { days: retention[kind] })}</dd>
          </div>
        ))}
        <dt>{t('Pictures of people')}</dt>
        <dd>{facts.live.explained}</dd>
      </dl>
      {isOpen && <RetentionDialog retention={retention} onClose={() => setOpen(false)} />}
    </section>
  );
}

interface RetentionDialogProps {
  readonly retention: Readonly<Record<Kind, number>>;
  readonly onClose: () => void;
}

function RetentionDialog({ retention, onClose }: RetentionDialogProps) {
  const nowMs = useNowMs();
  const { mutate, error } = useChangePolicy();
  const [days, setDays] = useState<Record<Kind, number>>({ ...retention });
  const wrong = KINDS.filter((kind) => !Number.isInteger(days[kind]) || days[kind] < 1 || days[kind] > 3_650);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (wrong.length === 0) mutate({ retention: days }, { onSuccess: onClose });
  }

  return (
    <Dialog
      title={t('How long data are kept')}
      note={t('Shorter times delete what is older, for good, within the hour.')}
      onClose={onClose}
    >
      <form className="stack" onSubmit={submit} noValidate>
        {error && (
          <Note tone="bad" isAlert>
            {error instanceof ClientError ? refusalWords(error.problem) : error.message}
          </Note>
        )}
        {KINDS.map((kind) => (
          <Field
            key={kind}
            label={KIND_WORDS[kind]()}
            hint={
              days[kind] < retention[kind]
                ? t('Everything before {day} is deleted.', { day: dayOfYear(nowMs - days[kind] * DAY_MS) })
                : t('days')
            }
            error={wrong.includes(kind) ? t('Enter 1 to 3,650 whole days.') : undefined}
          >
            {(control) => (
              <input
                {...control}
                className="input"
                type="number"
                value={Number.isNaN(days[kind]) ? '' : days[kind]}
                onChange={(event) => setDays({ ...days, [kind]: event.target.valueAsNumber })}
              />
            )}
          </Field>
        ))}
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button kind="primary" type="submit">
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

import { ClientError } from '@vitrine/client';
import { Note } from '../ui/Notes.js';
import { dateAndTime, hourAndMinute, percent } from '../words/format.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { valueOf } from './ask.js';
import { useHistory } from './use-history.js';

const FULL = 0.9;

/** What has to be known of the figures below: from when they are, how much was seen, and whether they are real. */
export function HistoryFacts() {
  const { data, error } = useHistory({ metrics: ['visits', 'coverage'], alone: true });
  if (error && !data) {
    return (
      <Note tone="bad" isAlert>
        {error instanceof ClientError ? refusalWords(error.problem) : t('The figures could not be read.')}
      </Note>
    );
  }
  if (!data) return null;
  const { meta, rows } = data;
  const coverage = valueOf(rows[0], 'coverage').value ?? 0;
  return (
    <div className="stack">
      {meta.synthetic && <Note tone="warn">{t('These counts were made up for the demonstration.')}</Note>}
      {coverage === 0 ? (
        <Note tone="info">
          {t('Nothing was measured in this time. The first figures appear a quarter of an hour after the first visit.')}
        </Note>
      ) : (
        coverage < FULL && (
          <Note tone="warn">
            {t('The cameras were analysed in {coverage} of this time. Where it is hatched, people were missed.', {
              coverage: percent(coverage),
            })}
          </Note>
        )
      )}
      <p className="panel-note">
        {dateAndTime(Date.parse(meta.from))} – {dateAndTime(Date.parse(meta.to))} · {meta.tz.replaceAll('_', ' ')}
        {meta.asOf !== null && ` · ${t('settled until {time}', { time: hourAndMinute(Date.parse(meta.asOf)) })}`} ·{' '}
        {t('95 % intervals')}
      </p>
    </div>
  );
}

import { HourChart } from '../charts/HourChart.js';
import { Pyramid } from '../charts/Pyramid.js';
import { useLive, useNowMs } from '../store/use-live.js';
import { Empty } from '../ui/Notes.js';
import { count, percent } from '../words/format.js';
import { t } from '../words/t.js';
import { shareSpread, sumHours } from './hour-sums.js';
import { Today } from './Today.js';
import './figures.css';

/** The left third: who is here, how many came, and who they were in the running hour. */
export function Figures() {
  const inView = useLive(({ people }) => people.size);
  const hours = useLive((state) => Object.values(state.hours));
  const nowMs = useNowMs();
  const hour = sumHours(hours, nowMs - (nowMs % 60_000));
  return (
    <section className="figures" aria-label={t('Figures')}>
      <div className="figure-row panel">
        <div>
          <h2>{t('In view now')}</h2>
          <p className="big-number" data-testid="in-view">
            {count(inView)}
          </p>
        </div>
        <Today />
      </div>
      <div className="panel figures-chart">
        <div className="panel-head">
          <h2>{t('Last 60 minutes')}</h2>
          <span className="panel-note" data-testid="hour-visits">
            {t('{count, plural, one {# visit} other {# visits}}', { count: hour.visits })}
          </span>
        </div>
        <HourChart fromMs={hour.fromMs} visitsByMinute={hour.visitsByMinute} />
      </div>
      <div className="panel figures-pyramid">
        <div className="panel-head">
          <h2>{t('Who came in this hour')}</h2>
          <span className="panel-note">{genderWords(hour.women, hour.men)}</span>
        </div>
        {hour.women + hour.men === 0 ? (
          <Empty title={t('Nobody was seen well enough in this hour.')} />
        ) : (
          <Pyramid
            rows={hour.byAge.map(({ age, women, men }) => ({ age, women: { value: women }, men: { value: men } }))}
            label={t('Visits of the last 60 minutes by age and gender')}
          />
        )}
      </div>
    </section>
  );
}

function genderWords(women: number, men: number): string {
  const known = women + men;
  if (known === 0) return '';
  const share = women / known;
  return t('{share} ± {spread} women of {known}', {
    share: percent(share),
    spread: percent(shareSpread(share, known)),
    known: count(known),
  });
}

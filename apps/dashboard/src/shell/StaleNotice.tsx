import { useLive, useNowMs } from '../store/use-live.js';
import { Note } from '../ui/Notes.js';
import { timeOfDay } from '../words/format.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import './stale.css';

/** Says that what is on the screen is from before, as long as it is; figures below lie under a veil meanwhile. */
export function StaleNotice() {
  const { phase, heardAtMs, retryAtMs } = useLive(({ connection }) => connection);
  const nowMs = useNowMs();
  const trouble = useLive((state) => state.trouble);
  if (phase !== 'waiting') return trouble === null ? null : <Trouble text={refusalWords(trouble)} />;
  const seconds = Math.max(0, Math.ceil(((retryAtMs ?? nowMs) - nowMs) / 1000));
  return (
    <div className="stale-notice">
      <Note tone="bad" isAlert>
        <strong>{t('No connection to the service.')}</strong>{' '}
        {heardAtMs !== null && t('What you see is from {time}.', { time: timeOfDay(heardAtMs) })}{' '}
        <span aria-hidden="true">{t('Trying again in {seconds} s.', { seconds })}</span>
      </Note>
    </div>
  );
}

function Trouble({ text }: { readonly text: string }) {
  return (
    <div className="stale-notice">
      <Note tone="warn" isAlert>
        {text}
      </Note>
    </div>
  );
}

/** @returns whether what is shown as live is from before */
export function useIsStale(): boolean {
  return useLive(({ connection }) => connection.phase !== 'open' && connection.heardAtMs !== null);
}

import { Icon } from '../ui/Icon.js';
import { t } from '../words/t.js';
import { stepWords, type Probe } from './probe.js';

/** What was tried, step by step: a tick for what went well, and for the one that failed why and what helps. */
export function ProbeSteps({ probe, isRunning }: { readonly probe: Probe | null; readonly isRunning: boolean }) {
  return (
    <ol className="probe" aria-live="polite" aria-busy={isRunning}>
      {isRunning && <li className="soft">{t('Trying the address; a camera may take ten seconds …')}</li>}
      {probe?.steps.map(({ step, ok, detail, remedy }) => (
        <li key={step} className="probe-step" data-ok={ok}>
          <Icon name={ok ? 'check' : 'close'} />
          <div>
            <strong>{stepWords(step)}</strong>
            <span className="only-read-aloud">{ok ? t('passed') : t('failed')}</span> {detail}
            {!ok && remedy && <p>{remedy}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

import type { ServiceStatus } from '@vitrine/contracts';
import { Chip, type Tone } from '../ui/Chip.js';
import { bytes, count, duration } from '../words/format.js';
import { t } from '../words/t.js';

const STATES: Record<ServiceStatus['worker']['state'], [Tone, () => string]> = {
  starting: ['busy', () => t('Loading networks')],
  ready: ['good', () => t('Analysing')],
  restarting: ['warn', () => t('Restarting')],
  failed: ['bad', () => t('Failed')],
};

export function ServiceFacts({ status: { version, uptimeS, worker, store, subscribers } }: { readonly status: ServiceStatus }) {
  const [tone, words] = STATES[worker.state];
  const { stats } = worker;
  return (
    <section className="panel" aria-labelledby="service-title">
      <div className="panel-head">
        <h2 id="service-title">{t('Service')}</h2>
        <Chip tone={tone} text={words()} />
      </div>
      {worker.message !== null && worker.state !== 'ready' && <p>{worker.message}</p>}
      <dl className="facts">
        <dt>{t('Version')}</dt>
        <dd>{version}</dd>
        <dt>{t('Runs for')}</dt>
        <dd>{duration(uptimeS * 1_000)}</dd>
        <dt>{t('Worker restarts')}</dt>
        <dd>{count(worker.restarts)}</dd>
        {stats && (
          <>
            <dt>{t('Memory of the worker')}</dt>
            <dd>{bytes(stats.rssBytes)}</dd>
            <dt>{t('Event loop delay (p99)')}</dt>
            <dd>{duration(stats.loopDelayP99Ms)}</dd>
            <dt>{t('Faces judged')}</dt>
            <dd>{t('{count}; {lost} left out', { count: count(stats.inferredFaces), lost: count(stats.droppedFaces) })}</dd>
            <dt>{t('Inference threads')}</dt>
            <dd>
              {t('{busy} of {threads} busy, {waiting} requests wait, {restarts} restarts', {
                busy: stats.inference.busy,
                threads: stats.inference.threads,
                waiting: stats.inference.waiting,
                restarts: stats.inference.restarts,
              })}
            </dd>
          </>
        )}
        <dt>{t('Store')}</dt>
        <dd>
          {store.state === 'ok' ? t('takes every count') : t('takes nothing; counts wait in memory')}
          {store.lateVisits > 0 && ` · ${t('{count} visits came too late', { count: count(store.lateVisits) })}`}
          {store.lostCommits > 0 && ` · ${t('{count} writes lost before this start', { count: count(store.lostCommits) })}`}
        </dd>
        <dt>{t('Subscribers')}</dt>
        <dd>
          {t('{count}; {lost} messages left out for slow ones', {
            count: count(subscribers.connected),
            lost: count(subscribers.droppedMessages),
          })}
        </dd>
      </dl>
    </section>
  );
}

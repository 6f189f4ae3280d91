import type { ServiceStatus } from '@vitrine/contracts';
import { Empty } from '../ui/Notes.js';
import { t } from '../words/t.js';

/** What it computes on, in plain grey words: a machine without a GPU is no trouble. */
export function RuntimeFacts({ status }: { readonly status: ServiceStatus }) {
  const { runtime } = status.worker;
  return (
    <section className="panel" aria-labelledby="runtime-title">
      <div className="panel-head">
        <h2 id="runtime-title">{t('Models')}</h2>
      </div>
      {runtime === null ? (
        <Empty title={t('The analysis does not run yet.')} />
      ) : (
        <dl className="facts">
          <dt>{t('Attributes, age and gender')}</dt>
          <dd>
            {runtime.profile} {runtime.modelVersion}
          </dd>
          <dt>{t('Computed on')}</dt>
          <dd>
            {runtime.provider.toUpperCase()}, {runtime.precision}
            {runtime.providerNote && <span className="soft"> ({runtime.providerNote})</span>}
          </dd>
          <dt>{t('Face detector')}</dt>
          <dd>
            {runtime.detector} {runtime.detectorVersion}, {runtime.detectorProvider}
            {runtime.detectorNote && <span className="soft"> ({runtime.detectorNote})</span>}
          </dd>
          <dt>{t('Sustains about')}</dt>
          <dd>
            {t('{count, plural, one {# camera} other {# cameras}} at 5 frames a second', { count: runtime.sustainedCameras })}
          </dd>
          <dt>ffmpeg</dt>
          <dd>{runtime.ffmpegVersion}</dd>
        </dl>
      )}
    </section>
  );
}

import type { CameraView } from '@vitrine/contracts';
import { count, decimal, duration, percent } from '../words/format.js';
import { errorWords } from '../words/camera-words.js';
import { t } from '../words/t.js';
import { droppedShare } from './camera-columns.js';
import { lossWords } from './losses.js';

/** What it delivers, how it is read, and what was lost of it and why. */
export function CameraFacts({ camera }: { readonly camera: CameraView }) {
  const { stats, error } = camera;
  const dropped = droppedShare(camera);
  return (
    <section className="panel" aria-labelledby="facts-title">
      <div className="panel-head">
        <h2 id="facts-title">{t('Health')}</h2>
      </div>
      {error && (
        <p className="camera-error">
          <strong>{errorWords(error).title}.</strong> {errorWords(error).remedy}
        </p>
      )}
      <dl className="facts">
        <dt>{t('Address')}</dt>
        <dd>{camera.url}</dd>
        <dt>{t('Credentials')}</dt>
        <dd>{camera.hasCredentials ? t('stored, encrypted') : t('none')}</dd>
        {stats && (
          <>
            <dt>{t('Frames a second')}</dt>
            <dd>{t('{measured} of {wanted} wanted', { measured: decimal(stats.measuredFps), wanted: decimal(camera.fps) })}</dd>
            <dt>{t('Frame age')}</dt>
            <dd>{duration(stats.frameAgeMs)}</dd>
            <dt>{t('Resolution')}</dt>
            <dd>
              {stats.widthPx} × {stats.heightPx}
            </dd>
            <dt>{t('Not analysed')}</dt>
            <dd>
              {t('{dropped} of {all} frames', { dropped: count(stats.droppedFrames), all: count(stats.decodedFrames) })}
              {dropped !== null && ` (${percent(dropped)})`}
            </dd>
            <dt>{t('Connections lost')}</dt>
            <dd>{count(stats.reconnects)}</dd>
          </>
        )}
        {lossWords(camera).map(([name, lost]) => (
          <div key={name} className="fact-pair">
            <dt>{name}</dt>
            <dd>{count(lost)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

import type { ServiceStatus, StageTime } from '@vitrine/contracts';
import { useLive } from '../store/use-live.js';
import { Empty } from '../ui/Notes.js';
import { Meter } from '../ui/Meter.js';
import { count, decimal, duration } from '../words/format.js';
import { t } from '../words/t.js';

const STAGE_WORDS: Record<StageTime['stage'], () => string> = {
  turn: () => t('Wait for a turn'),
  detect: () => t('Find faces'),
  cut: () => t('Cut and align'),
  judge: () => t('Attributes'),
  preview: () => t('Preview'),
  frame: () => t('Frame in all'),
};

/** From frame to message as a strip: how long each stage takes, and what waits before it. */
export function Pipeline({ status }: { readonly status: ServiceStatus }) {
  const { stats } = status.worker;
  return (
    <section className="panel" aria-labelledby="pipeline-title">
      <div className="panel-head">
        <h2 id="pipeline-title">{t('Pipeline')}</h2>
        <span className="panel-note">{t('median and 95th percentile of the last seconds')}</span>
      </div>
      {stats === null ? (
        <Empty title={t('The analysis does not run yet.')} />
      ) : (
        <>
          <ol className="strip">
            <Stage
              name={t('Read')}
              main={t('{count} frames wait', { count: stats.waitingFrames })}
              note={t('{count} ffmpeg', { count: stats.ffmpegProcesses })}
            />
            {stats.stages.map(({ stage, p50Ms, p95Ms }) => (
              <Stage key={stage} name={STAGE_WORDS[stage]()} main={duration(p50Ms)} note={`p95 ${duration(p95Ms)}`} />
            ))}
            <Stage
              name={t('Send')}
              main={t('{count} lost', { count: stats.droppedEvents })}
              note={t('{count} faces wait', { count: stats.queuedFaces })}
            />
          </ol>
          <Load />
        </>
      )}
    </section>
  );
}

function Stage({ name, main, note }: { readonly name: string; readonly main: string; readonly note: string }) {
  return (
    <li className="strip-stage">
      <span className="strip-name">{name}</span>
      <strong>{main}</strong>
      <span className="strip-name">{note}</span>
    </li>
  );
}

/** Frames that are wanted and frames that are analysed: what this machine is asked for and what it does. */
function Load() {
  const wanted = useLive(({ cameras }) =>
    (cameras ?? []).filter(({ enabled }) => enabled).reduce((sum, { fps }) => sum + fps, 0),
  );
  const measured = useLive(({ cameras }) => (cameras ?? []).reduce((sum, { stats }) => sum + (stats?.measuredFps ?? 0), 0));
  if (wanted === 0) return null;
  const share = measured / wanted;
  return (
    <p className="strip-load">
      <Meter share={share} label={t('frames analysed of those wanted')} tone={share < 0.9 ? 'warn' : 'plain'} />{' '}
      {t('{measured} of {wanted} frames a second that are wanted are analysed', {
        measured: decimal(measured),
        wanted: count(wanted),
      })}
    </p>
  );
}

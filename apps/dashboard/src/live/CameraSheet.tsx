import type { CameraView } from '@vitrine/contracts';
import { useState } from 'react';
import { Link } from 'wouter';
import { HourChart } from '../charts/HourChart.js';
import { useCan } from '../session/access.js';
import { useLive, useNowMs } from '../store/use-live.js';
import { Button } from '../ui/Button.js';
import { Chip } from '../ui/Chip.js';
import { Dialog } from '../ui/Dialog.js';
import { Empty } from '../ui/Notes.js';
import { errorWords, stateTone, stateWords } from '../words/camera-words.js';
import { decimal, duration } from '../words/format.js';
import { t } from '../words/t.js';
import { sumHours } from './hour-sums.js';
import { PeopleList } from './PeopleList.js';
import { Picture } from './Picture.js';
import { Plan } from './Plan.js';
import { sinceWords } from './since.js';
import './camera-sheet.css';

export interface CameraSheetProps {
  readonly cameraId: string;
  readonly onClose: () => void;
}

/** One camera large: its people, its hour, its health. Its picture only when somebody asks for it. */
export function CameraSheet({ cameraId, onClose }: CameraSheetProps) {
  const camera = useLive(({ cameras }) => cameras?.find(({ id }) => id === cameraId));
  const isKnown = useLive(({ cameras }) => cameras !== null);
  const maySee = useCan('preview:read');
  const [showsPicture, setShowsPicture] = useState(false);
  if (!camera) {
    return (
      <Dialog title={t('Camera')} onClose={onClose}>
        <Empty title={isKnown ? t('There is no such camera.') : t('Asking the service …')} />
      </Dialog>
    );
  }
  return (
    <Dialog title={camera.name} size="wide" onClose={onClose}>
      <div className="camera-sheet">
        <div className="stack">
          <div className="sheet-stage">
            {showsPicture ? (
              <Picture camera={camera} onEnd={() => setShowsPicture(false)} />
            ) : (
              <Plan cameraId={camera.id} isLabelled />
            )}
          </div>
          <div className="row">
            {maySee && (
              <Button onClick={() => setShowsPicture(!showsPicture)} disabled={camera.state !== 'live'}>
                {showsPicture ? t('Back to the plan') : t('Show picture')}
              </Button>
            )}
            <span className="panel-note">
              {maySee
                ? t('Showing a picture is written down in the audit log and ends after two minutes.')
                : t('Figures stand for people; no picture is shown.')}
            </span>
          </div>
          <Hour cameraId={camera.id} />
        </div>
        <div className="stack">
          <Health camera={camera} />
          <PeopleList cameraId={camera.id} />
          <Link className="button" href={`/cameras/${camera.id}`}>
            {t('All about this camera')}
          </Link>
        </div>
      </div>
    </Dialog>
  );
}

function Hour({ cameraId }: { readonly cameraId: string }) {
  const hour = useLive(({ hours }) => hours[cameraId]);
  const nowMs = useNowMs();
  if (!hour) return null;
  const { fromMs, visitsByMinute, visits } = sumHours([hour], nowMs - (nowMs % 60_000));
  return (
    <section className="sheet-hour">
      <h3>{t('Last 60 minutes: {count, plural, one {# visit} other {# visits}}', { count: visits })}</h3>
      <HourChart fromMs={fromMs} visitsByMinute={visitsByMinute} />
    </section>
  );
}

function Health({ camera }: { readonly camera: CameraView }) {
  const nowMs = useNowMs();
  const { stats, error } = camera;
  return (
    <section className="stack" aria-label={t('Health')}>
      <div className="row">
        <Chip tone={stateTone(camera.state)} text={stateWords(camera.state)} />
        <span className="soft">{sinceWords(camera, nowMs)}</span>
      </div>
      {error && (
        <p>
          <strong>{errorWords(error).title}.</strong> {errorWords(error).remedy}
        </p>
      )}
      {stats && (
        <dl className="facts">
          <dt>{t('Frames a second')}</dt>
          <dd>{t('{measured} of {wanted} wanted', { measured: decimal(stats.measuredFps), wanted: decimal(camera.fps) })}</dd>
          <dt>{t('Frame age')}</dt>
          <dd>{duration(stats.frameAgeMs)}</dd>
          <dt>{t('Resolution')}</dt>
          <dd>
            {stats.widthPx} × {stats.heightPx}
          </dd>
        </dl>
      )}
    </section>
  );
}

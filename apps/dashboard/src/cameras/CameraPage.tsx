import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { HourChart } from '../charts/HourChart.js';
import { sumHours } from '../live/hour-sums.js';
import { sinceWords } from '../live/since.js';
import { useAccess, useCan } from '../session/access.js';
import { useRefresh } from '../shell/feed-context.js';
import { useLive, useNowMs } from '../store/use-live.js';
import { Button } from '../ui/Button.js';
import { Chip } from '../ui/Chip.js';
import { ConfirmDialog } from '../ui/ConfirmDialog.js';
import { Empty, Loading } from '../ui/Notes.js';
import { stateTone, stateWords } from '../words/camera-words.js';
import { t } from '../words/t.js';
import { Availability } from './Availability.js';
import { CameraEvents } from './CameraEvents.js';
import { CameraFacts } from './CameraFacts.js';
import { RetryNow } from './RetryNow.js';
import { SettingsDialog } from './SettingsDialog.js';
import { ZonePanel } from './ZonePanel.js';

/** Everything about one camera. */
export function CameraPage({ cameraId }: { readonly cameraId: string }) {
  const { client } = useAccess();
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const canWrite = useCan('cameras:write');
  const nowMs = useNowMs();
  const camera = useLive(({ cameras }) => cameras?.find(({ id }) => id === cameraId));
  const isAsked = useLive(({ cameras }) => cameras !== null);
  const [open, setOpen] = useState<'settings' | 'delete' | null>(null);
  if (!camera) {
    if (!isAsked) return <Loading label={t('Asking the service …')} />;
    return (
      <div className="page">
        <h1>{t('There is no such camera')}</h1>
        <Empty title={t('Perhaps it was deleted.')}>
          <Link className="button" href="/cameras">
            {t('All cameras')}
          </Link>
        </Empty>
      </div>
    );
  }
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <Link href="/cameras">{t('Cameras')}</Link>
          <h1>{camera.name}</h1>
        </div>
        <Chip tone={stateTone(camera.state)} text={stateWords(camera.state)} />
        <span className="soft page-head-rest">{sinceWords(camera, nowMs)}</span>
        {canWrite && (
          <>
            <RetryNow camera={camera} />
            <Button onClick={() => setOpen('settings')}>{t('Settings …')}</Button>
            <Button kind="danger" onClick={() => setOpen('delete')}>
              {t('Delete …')}
            </Button>
          </>
        )}
      </header>
      <div className="camera-columns">
        <div className="stack">
          <ZonePanel camera={camera} />
          <Availability cameraId={camera.id} />
          <Hour cameraId={camera.id} />
        </div>
        <div className="stack">
          <CameraFacts camera={camera} />
          <CameraEvents cameraId={camera.id} />
        </div>
      </div>
      {open === 'settings' && <SettingsDialog camera={camera} onClose={() => setOpen(null)} />}
      {open === 'delete' && (
        <ConfirmDialog
          title={t('Delete {camera}?', { camera: camera.name })}
          text={t('Its history stays. The camera itself is not touched.')}
          action={t('Delete')}
          onConfirm={async () => {
            await client.cameras.remove(camera.id);
            refresh();
            navigate('/cameras');
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

function Hour({ cameraId }: { readonly cameraId: string }) {
  const hour = useLive(({ hours }) => hours[cameraId]);
  const nowMs = useNowMs();
  if (!hour) return null;
  const { fromMs, visitsByMinute, visits } = sumHours([hour], nowMs - (nowMs % 60_000));
  return (
    <section className="panel camera-hour">
      <h2>{t('Last 60 minutes: {count, plural, one {# visit} other {# visits}}', { count: visits })}</h2>
      <HourChart fromMs={fromMs} visitsByMinute={visitsByMinute} />
    </section>
  );
}

import { useEffect, useState } from 'react';
import { Link, Route, useLocation } from 'wouter';
import { useCan } from '../session/access.js';
import { useKiosk } from '../shell/kiosk.js';
import { useLive } from '../store/use-live.js';
import { IconButton } from '../ui/Button.js';
import { Empty } from '../ui/Notes.js';
import { useSize } from '../ui/use-size.js';
import { byTrouble } from '../words/camera-words.js';
import { t } from '../words/t.js';
import { CameraSheet } from './CameraSheet.js';
import { DisabledCameras } from './DisabledCameras.js';
import { packWall } from './pack-wall.js';
import { Tile } from './Tile.js';
import './wall.css';

const TURN_EVERY_MS = 12_000;

/** All cameras that are switched on, those in trouble first, in the largest tiles that fit; pages turn by themselves on a wall screen. */
export function Wall() {
  const [, navigate] = useLocation();
  const cameras = useLive((state) => state.cameras);
  const isKiosk = useKiosk();
  const [size, ref] = useSize();
  const shown = byTrouble(cameras?.filter(({ state }) => state !== 'disabled') ?? []);
  const plan = packWall(size ?? { widthPx: 960, heightPx: 540 }, Math.max(1, shown.length));
  const pages = Math.max(1, Math.ceil(shown.length / plan.perPage));
  const [page, turnTo] = usePage(pages, isKiosk);

  if (cameras !== null && cameras.length === 0) return <NoCamera />;
  return (
    <section className="wall" aria-label={t('Cameras')}>
      <div ref={ref} className="wall-area">
        <ul className="wall-grid" style={{ gridTemplateColumns: `repeat(${plan.columns}, ${plan.tileWidthPx}px)` }}>
          {shown.slice(page * plan.perPage, (page + 1) * plan.perPage).map((camera) => (
            <Tile key={camera.id} camera={camera} widthPx={plan.tileWidthPx} />
          ))}
        </ul>
      </div>
      {!isKiosk && (
        <footer className="wall-foot">
          <DisabledCameras cameras={cameras?.filter(({ state }) => state === 'disabled') ?? []} />
          {pages > 1 && (
            <div className="wall-pages">
              <IconButton icon="left" label={t('Page before')} onClick={() => turnTo(page - 1)} />
              <span>{t('Page {page} of {pages}', { page: page + 1, pages })}</span>
              <IconButton icon="right" label={t('Next page')} onClick={() => turnTo(page + 1)} />
            </div>
          )}
        </footer>
      )}
      <Route path="/live/:id">{({ id }) => <CameraSheet key={id} cameraId={id} onClose={() => navigate('/live')} />}</Route>
    </section>
  );
}

function NoCamera() {
  const canWrite = useCan('cameras:write');
  return (
    <section className="wall panel" aria-label={t('Cameras')}>
      <Empty title={t('No camera yet')}>
        <p>{t('Figures appear here as soon as the first camera has seen somebody.')}</p>
        {canWrite && (
          <Link className="button" data-kind="primary" href="/cameras/new">
            {t('Add the first camera')}
          </Link>
        )}
      </Empty>
    </section>
  );
}

function usePage(pages: number, turns: boolean): [page: number, turnTo: (page: number) => void] {
  const [page, setPage] = useState(0);
  const turnTo = (wanted: number) => setPage((wanted + pages) % pages);
  useEffect(() => {
    if (!turns || pages < 2) return;
    const timer = setInterval(() => setPage((before) => (before + 1) % pages), TURN_EVERY_MS);
    return () => clearInterval(timer);
  }, [pages, turns]);
  return [Math.min(page, pages - 1), turnTo];
}

import { Link } from 'wouter';
import { useCan } from '../session/access.js';
import { useKiosk } from '../shell/kiosk.js';
import { useLive, useNowMs } from '../store/use-live.js';
import { Chip } from '../ui/Chip.js';
import { errorWords, stateTone, stateWords } from '../words/camera-words.js';
import { duration, hourAndMinute } from '../words/format.js';
import { t } from '../words/t.js';
import { siteHealth } from './health.js';
import { KioskMenu } from './KioskMenu.js';
import './status-line.css';

const LINKS = 3;

/** The operator's first question: is everything all right? */
export function StatusLine() {
  const cameras = useLive((state) => state.cameras);
  const isKiosk = useKiosk();
  const canWrite = useCan('cameras:write');
  const nowMs = useNowMs();
  if (cameras === null) return <p className="status-line">{t('Asking the service …')}</p>;
  const { cameras: all, measuring, inTrouble, frameAgeP95Ms } = siteHealth(cameras);
  const tone = inTrouble.length > 0 ? 'bad' : measuring < all ? 'busy' : all === 0 ? 'off' : 'good';
  return (
    <div className="status-line" data-tone={tone} role="status" aria-live="off">
      <Chip tone={tone} text={headline(all, measuring, inTrouble.length)} />
      <span className="status-count">
        {t('{measuring} of {all, plural, one {# camera} other {# cameras}} measuring', { measuring, all })}
      </span>
      {inTrouble.slice(0, LINKS).map((camera) => (
        <Link key={camera.id} className="status-trouble" data-tone={stateTone(camera.state)} href={`/cameras/${camera.id}`}>
          {camera.name}: {camera.error ? errorWords(camera.error).title : stateWords(camera.state)}
        </Link>
      ))}
      {inTrouble.length > LINKS && (
        <Link className="status-trouble" href="/cameras?only=trouble">
          {t('and {count} more', { count: inTrouble.length - LINKS })}
        </Link>
      )}
      <span className="status-end">
        {frameAgeP95Ms !== null && (
          <span title={t('95 of 100 frames were younger than this when they had been analysed')}>
            {t('Frame age {age} (p95)', { age: duration(frameAgeP95Ms) })}
          </span>
        )}
        {isKiosk && <span className="status-clock">{hourAndMinute(nowMs)}</span>}
        {!isKiosk && canWrite && <KioskMenu />}
      </span>
    </div>
  );
}

function headline(cameras: number, measuring: number, inTrouble: number): string {
  if (cameras === 0) return t('No camera yet');
  if (inTrouble > 0) return t('{count} in trouble', { count: inTrouble });
  return measuring < cameras ? t('Connecting') : t('All is well');
}

import { useKiosk } from '../shell/kiosk.js';
import { useIsStale } from '../shell/StaleNotice.js';
import { t } from '../words/t.js';
import { Figures } from './Figures.js';
import { StatusLine } from './StatusLine.js';
import { useLiveKeys } from './use-live-keys.js';
import { Wall } from './Wall.js';
import './live.css';

/** Is everything all right, who is here now, and what the cameras see. */
export function LivePage() {
  const isKiosk = useKiosk();
  const isStale = useIsStale();
  const help = useLiveKeys();
  return (
    <div className="live" data-kiosk={isKiosk}>
      <h1 className="only-read-aloud">{t('Live')}</h1>
      <StatusLine />
      <div className="live-columns veiled" data-stale={isStale}>
        <Figures />
        <Wall />
      </div>
      {help}
    </div>
  );
}

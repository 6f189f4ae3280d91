import { useLive, useNowMs } from '../store/use-live.js';
import { dayOfYear, hourAndMinute } from '../words/format.js';

/** The site's own time, wherever the reader is. */
export function SiteClock() {
  const nowMs = useNowMs();
  const zone = useLive(({ site }) => site?.timeZone);
  return (
    <p className="site-clock">
      <span className="site-clock-time">{hourAndMinute(nowMs)}</span>
      <span className="site-clock-date">{dayOfYear(nowMs)}</span>
      {zone && <span className="site-clock-zone"> · {zone.replaceAll('_', ' ')}</span>}
    </p>
  );
}

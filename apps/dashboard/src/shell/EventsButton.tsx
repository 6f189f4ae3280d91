import { useEffect, useState } from 'react';
import { useLive, useLiveStore } from '../store/use-live.js';
import { Icon } from '../ui/Icon.js';
import { hasTrouble } from '../words/camera-words.js';
import { t } from '../words/t.js';
import { EventsDrawer } from './EventsDrawer.js';
import { notify } from './notifications.js';

export function EventsButton() {
  const store = useLiveStore();
  const [isOpen, setOpen] = useState(false);
  const unread = useLive(
    ({ events, eventsReadAtMs }) => events.filter(({ atMs, state }) => atMs > eventsReadAtMs && hasTrouble(state)).length,
  );

  const newest = useLive(({ events }) => events.at(-1));

  useEffect(() => {
    if (newest) notify(newest);
  }, [newest]);

  function open(): void {
    setOpen(true);
    store.dispatch({ kind: 'events-read', nowMs: Date.now() });
  }

  return (
    <>
      <button type="button" className="rail-button" aria-haspopup="dialog" title={t('Events')} onClick={open}>
        <Icon name="bell" />
        <span className="rail-text">{t('Events')}</span>
        {unread > 0 && (
          <span className="rail-badge">
            {unread}
            <span className="only-read-aloud"> {t('new')}</span>
          </span>
        )}
      </button>
      {isOpen && <EventsDrawer onClose={() => setOpen(false)} />}
    </>
  );
}

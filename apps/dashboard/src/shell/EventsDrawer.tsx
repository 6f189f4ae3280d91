import { useState } from 'react';
import { useLive, useNowMs } from '../store/use-live.js';
import { Button } from '../ui/Button.js';
import { Chip } from '../ui/Chip.js';
import { Dialog } from '../ui/Dialog.js';
import { Empty } from '../ui/Notes.js';
import { errorWords, stateTone, stateWords } from '../words/camera-words.js';
import { moment } from '../words/format.js';
import { t } from '../words/t.js';
import { mayNotify, askToNotify } from './notifications.js';
import './events.css';

/** What happened to the cameras while this page was open, newest first. */
export function EventsDrawer({ onClose }: { readonly onClose: () => void }) {
  const events = useLive((state) => state.events);
  const nowMs = useNowMs();
  const [notifies, setNotifies] = useState(mayNotify);
  return (
    <Dialog
      title={t('Events')}
      note={t('Since this page was opened; a camera’s own page has seven days.')}
      size="drawer"
      onClose={onClose}
    >
      {notifies === 'default' && (
        <Button onClick={() => void askToNotify().then(setNotifies)}>{t('Notify me of trouble')}</Button>
      )}
      {notifies === 'denied' && <p className="soft">{t('Notifications are blocked in this browser’s settings.')}</p>}
      {events.length === 0 ? (
        <Empty title={t('Nothing happened yet.')} />
      ) : (
        <ol className="events">
          {events.toReversed().map((event) => (
            <li key={`${event.cameraId} ${event.atMs}`} className="event">
              <div className="row">
                <Chip tone={stateTone(event.state)} text={stateWords(event.state)} />
                <strong>{event.cameraName}</strong>
                <time className="soft event-time" dateTime={new Date(event.atMs).toISOString()}>
                  {moment(event.atMs, nowMs)}
                </time>
              </div>
              {event.error && <p>{errorWords(event.error).title}</p>}
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  );
}

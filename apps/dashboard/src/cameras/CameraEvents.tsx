import { useQuery } from '@tanstack/react-query';
import { cameraEventSchema, type CameraEvent } from '@vitrine/contracts';
import { z } from 'zod';
import { useAccess } from '../session/access.js';
import { useLive, useNowMs } from '../store/use-live.js';
import { Chip, type Tone } from '../ui/Chip.js';
import { Empty } from '../ui/Notes.js';
import { errorWords } from '../words/camera-words.js';
import { moment } from '../words/format.js';
import { t } from '../words/t.js';
import '../shell/events.css';

const answerSchema = z.object({ events: z.array(cameraEventSchema) });

const KINDS: Record<CameraEvent['kind'], [Tone, () => string]> = {
  added: ['off', () => t('Added')],
  changed: ['off', () => t('Changed')],
  removed: ['off', () => t('Removed')],
  live: ['good', () => t('Live')],
  lost: ['warn', () => t('Lost')],
  failed: ['bad', () => t('Failed')],
  ended: ['off', () => t('Film is over')],
  disabled: ['off', () => t('Switched off')],
  retried: ['busy', () => t('Tried again')],
};

/** What happened to a camera in the last seven days, newest first. */
export function CameraEvents({ cameraId }: { readonly cameraId: string }) {
  const { client } = useAccess();
  const state = useLive(({ cameras }) => cameras?.find(({ id }) => id === cameraId)?.state);
  const nowMs = useNowMs();
  const { data } = useQuery({
    queryKey: ['camera-events', cameraId, state],
    queryFn: ({ signal }) => client.call(`api/v1/cameras/${encodeURIComponent(cameraId)}/events`, answerSchema, { signal }),
    refetchInterval: 30_000,
  });
  return (
    <section className="panel" aria-labelledby="events-title">
      <div className="panel-head">
        <h2 id="events-title">{t('Events')}</h2>
        <span className="panel-note">{t('seven days')}</span>
      </div>
      {!data || data.events.length === 0 ? (
        <Empty title={t('Nothing happened.')} />
      ) : (
        <ol className="events camera-events">
          {data.events.map((event) => {
            const [tone, words] = KINDS[event.kind];
            return (
              <li key={`${event.kind} ${event.atMs}`} className="event">
                <div className="row">
                  <Chip tone={tone} text={words()} />
                  {event.error && errorWords(event.error).title}
                  <time className="soft event-time" dateTime={new Date(event.atMs).toISOString()}>
                    {moment(event.atMs, nowMs)}
                  </time>
                </div>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

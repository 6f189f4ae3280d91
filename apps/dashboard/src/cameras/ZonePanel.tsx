import { ClientError } from '@vitrine/client';
import { type CameraView, MAX_ZONES } from '@vitrine/contracts';
import { useReducer, useState } from 'react';
import { Picture } from '../live/Picture.js';
import { Plan } from '../live/Plan.js';
import { useAccess, useCan } from '../session/access.js';
import { useRefresh } from '../shell/feed-context.js';
import { Button } from '../ui/Button.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { draftOf, drawZones, MIN_POINTS, type DrawingKind } from './zone-draft.js';
import { ZoneCanvas } from './ZoneCanvas.js';
import { ZoneList } from './ZoneList.js';
import './zones.css';

/** The camera's picture or plan, with its zones, count lines and masks drawn on it. */
export function ZonePanel({ camera }: { readonly camera: CameraView }) {
  const { client } = useAccess();
  const refresh = useRefresh();
  const canWrite = useCan('cameras:write');
  const maySee = useCan('preview:read');
  const [draft, dispatch] = useReducer(drawZones, camera, draftOf);
  const [showsPicture, setShowsPicture] = useState(false);
  const [message, setMessage] = useState<{ text: string; tone: 'info' | 'bad' } | null>(null);
  const { drawing, points } = draft;

  async function save(): Promise<void> {
    try {
      await client.cameras.change(camera.id, { zones: [...draft.zones], mask: draft.mask });
      refresh();
      setMessage({ text: t('Saved. Counting in new zones begins now.'), tone: 'info' });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      setMessage({ text: refusalWords(error.problem), tone: 'bad' });
    }
  }

  function finish(): void {
    const name =
      drawing === 'line'
        ? t('Line {number}', { number: draft.zones.length + 1 })
        : t('Zone {number}', { number: draft.zones.length + 1 });
    dispatch({ kind: 'finish', name });
  }

  const begin = (kind: DrawingKind, text: string) => (
    <Button
      disabled={kind !== 'mask' && draft.zones.length >= MAX_ZONES}
      onClick={() => dispatch({ kind: 'begin', drawing: kind })}
    >
      {text}
    </Button>
  );

  return (
    <section className="panel stack" aria-labelledby="zones-title">
      <div className="panel-head">
        <h2 id="zones-title">{t('View and zones')}</h2>
        {maySee && (
          <Button kind="quiet" disabled={camera.state !== 'live'} onClick={() => setShowsPicture(!showsPicture)}>
            {showsPicture ? t('Back to the plan') : t('Show picture')}
          </Button>
        )}
      </div>
      <div className="zone-stage">
        {showsPicture ? (
          <Picture camera={camera} onEnd={() => setShowsPicture(false)} />
        ) : (
          <Plan cameraId={camera.id} isLabelled />
        )}
        <ZoneCanvas draft={draft} dispatch={dispatch} onFinish={finish} />
      </div>
      {canWrite &&
        (drawing === null ? (
          <div className="row">
            {begin('area', t('Draw a zone'))}
            {begin('line', t('Draw a count line'))}
            {begin('mask', t('Draw a mask'))}
            {draft.isChanged && (
              <Button kind="primary" className="save-zones" onClick={() => void save()}>
                {t('Save zones')}
              </Button>
            )}
          </div>
        ) : (
          <div className="row">
            <span>{t('Click the corners, or move the cross with the arrow keys and press Enter.')}</span>
            <Button disabled={points.length === 0} onClick={() => dispatch({ kind: 'undo' })}>
              {t('Take back')}
            </Button>
            <Button onClick={() => dispatch({ kind: 'cancel' })}>{t('Cancel')}</Button>
            <Button kind="primary" disabled={points.length < MIN_POINTS[drawing]} onClick={finish}>
              {t('Done')}
            </Button>
          </div>
        ))}
      {message && (
        <Note tone={message.tone} isAlert>
          {message.text}
        </Note>
      )}
      <ZoneList draft={draft} canWrite={canWrite} dispatch={dispatch} />
    </section>
  );
}

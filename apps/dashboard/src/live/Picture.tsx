import type { CameraView, Preview } from '@vitrine/contracts';
import { useEffect, useRef, useState } from 'react';
import { useAccess } from '../session/access.js';
import { useNowMs } from '../store/use-live.js';
import { t } from '../words/t.js';

/** Long enough to look, too short to forget that it is on. */
const SHOWN_FOR_MS = 120_000;

export interface PictureProps {
  readonly camera: CameraView;
  /** The time is over. */
  readonly onEnd: () => void;
}

/** The camera's picture on a connection of its own, which the service writes down, for two minutes. */
export function Picture({ camera, onEnd }: PictureProps) {
  const { client } = useAccess();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, setShown] = useState<Pick<Preview, 'picture' | 'facesBlurred'> | null>(null);
  const [endsAtMs] = useState(() => Date.now() + SHOWN_FOR_MS);
  const nowMs = useNowMs();

  useEffect(() => {
    const timer = setTimeout(onEnd, SHOWN_FOR_MS);
    const live = client.live(
      { topics: ['preview'], cameraIds: [camera.id] },
      {
        onMessage: (message) => {
          if (message.type !== 'preview') return;
          const { picture, facesBlurred } = message;
          setShown((before) =>
            before?.picture === picture && before.facesBlurred === facesBlurred ? before : { picture, facesBlurred },
          );
          void draw(canvas.current, message);
        },
      },
    );
    return () => {
      clearTimeout(timer);
      live.close();
    };
  }, [client, camera.id, onEnd]);

  return (
    <>
      <canvas ref={canvas} className="picture-canvas" role="img" aria-label={t('Picture of {camera}', { camera: camera.name })} />
      <p className="picture-note" role="status">
        {shown === null ? t('Waiting for the first picture …') : noteOf(shown)}{' '}
        <span aria-hidden="true">
          {t('Ends in {seconds} s.', { seconds: Math.max(0, Math.round((endsAtMs - nowMs) / 1_000)) })}
        </span>
      </p>
    </>
  );
}

function noteOf({ picture, facesBlurred }: Pick<Preview, 'picture' | 'facesBlurred'>): string {
  if (picture === 'none') return t('This site’s configuration lets no picture out.');
  return facesBlurred ? t('Faces are made unrecognisable.') : t('Faces can be recognised!');
}

async function draw(canvas: HTMLCanvasElement | null, { jpegBase64, widthPx, heightPx }: Preview): Promise<void> {
  if (canvas === null || jpegBase64 === null) return;
  const bytes = Uint8Array.from(atob(jpegBase64), (character) => character.charCodeAt(0));
  // A picture that cannot be decoded is left out; the next one comes within a second.
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' })).catch(() => null);
  if (picture === null) return;
  if (canvas.width !== widthPx || canvas.height !== heightPx) Object.assign(canvas, { width: widthPx, height: heightPx });
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  picture.close();
}

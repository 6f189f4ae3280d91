import type { Preview } from '@vitrine/contracts';
import { useEffect, useRef } from 'react';
import type { Person } from '../store/state.js';
import { PersonBoxes } from './PersonBoxes.js';

export interface PreviewPictureProps {
  readonly preview: Preview;
  readonly people: readonly Person[];
  readonly cameraName: string;
}

/** The newest picture with the boxes that belong to it. Drawn on a canvas, since an image that changes its source flickers. */
export function PreviewPicture({ preview, people, cameraName }: PreviewPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { widthPx, heightPx, jpegBase64 } = preview;

  useEffect(() => {
    let overtaken = false;
    decodeJpeg(jpegBase64).then(
      (picture) => {
        if (!overtaken) canvas.current?.getContext('2d')?.drawImage(picture, 0, 0);
        picture.close();
      },
      // A picture that cannot be decoded is left out; the next one comes within a second.
      () => undefined,
    );
    return () => {
      overtaken = true;
    };
  }, [jpegBase64]);

  return (
    <div className="picture" style={{ '--picture-ratio': widthPx / heightPx } as React.CSSProperties}>
      <canvas
        ref={canvas}
        width={widthPx}
        height={heightPx}
        role="img"
        aria-label={`Picture of ${cameraName}${preview.facesBlurred ? ', faces blurred' : ''}`}
      />
      <PersonBoxes preview={preview} people={people} />
      {!preview.facesBlurred && <span className="picture-note">Faces not blurred</span>}
    </div>
  );
}

function decodeJpeg(jpegBase64: string): Promise<ImageBitmap> {
  const bytes = Uint8Array.from(atob(jpegBase64), (character) => character.charCodeAt(0));
  return createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
}

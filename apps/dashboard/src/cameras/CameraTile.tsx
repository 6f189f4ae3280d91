import type { CameraState, CameraView, Preview } from '@vitrine/contracts';
import { Pill, type Tone } from '../header/Pill.js';
import type { Person } from '../store/state.js';
import { ERROR_WORDS, STATE_WORDS, WAITING_WORDS } from '../words/camera-words.js';
import { CameraFigures } from './CameraFigures.js';
import { PreviewPicture } from './PreviewPicture.js';

const TONES: Record<CameraState, Tone> = {
  live: 'good',
  connecting: 'busy',
  reconnecting: 'warn',
  failed: 'bad',
  disabled: 'off',
};

export interface CameraTileProps {
  readonly camera: CameraView;
  readonly preview: Preview | null;
  readonly people: readonly Person[];
  readonly onEdit: () => void;
}

export function CameraTile({ camera, preview, people, onEdit }: CameraTileProps) {
  return (
    <li className="camera" data-state={camera.state}>
      <div className="camera-stage">
        {preview ? <PreviewPicture preview={preview} people={people} cameraName={camera.name} /> : <NoPicture camera={camera} />}
      </div>
      <footer className="camera-bar">
        <span className="camera-name">{camera.name}</span>
        <Pill tone={TONES[camera.state]} text={STATE_WORDS[camera.state]} />
        {camera.stats && camera.state === 'live' && <CameraFigures stats={camera.stats} />}
        <button className="icon-button" type="button" aria-label={`Settings of ${camera.name}`} title="Settings" onClick={onEdit}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 7h10M18 7h2M4 17h2M10 17h10" />
            <circle cx="16" cy="7" r="2.2" />
            <circle cx="8" cy="17" r="2.2" />
          </svg>
        </button>
      </footer>
    </li>
  );
}

/** Why there is no picture, and what to do about it. */
function NoPicture({ camera: { state, error } }: { readonly camera: CameraView }) {
  if (!error || state === 'disabled') return <p className="no-picture">{WAITING_WORDS[state]}</p>;
  return (
    <div className="no-picture" data-tone={TONES[state]}>
      <p className="no-picture-title">{ERROR_WORDS[error.code]}</p>
      <p className="no-picture-message">{error.message}</p>
      <p className="no-picture-remedy">{error.remedy}</p>
    </div>
  );
}

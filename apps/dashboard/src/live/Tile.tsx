import type { CameraView } from '@vitrine/contracts';
import { memo } from 'react';
import { Link } from 'wouter';
import { useNowMs } from '../store/use-live.js';
import { Chip } from '../ui/Chip.js';
import { errorWords, stateTone, stateWords } from '../words/camera-words.js';
import { decimal } from '../words/format.js';
import { t } from '../words/t.js';
import { Plan } from './Plan.js';
import { sinceWords } from './since.js';
import './tile.css';

const ROOMY_PX = 300;

export interface TileProps {
  readonly camera: CameraView;
  readonly widthPx: number;
}

/** A camera on the wall: its people as figures on a plan, its state, and, where it is in trouble, why. */
export const Tile = memo(function Tile({ camera, widthPx }: TileProps) {
  const isRoomy = widthPx >= ROOMY_PX;
  return (
    <li className="tile" data-tone={stateTone(camera.state)}>
      <Link className="tile-link" href={`/live/${camera.id}`}>
        <div className="tile-stage">
          {camera.error ? <Trouble camera={camera} /> : <Plan cameraId={camera.id} isLabelled={isRoomy} />}
        </div>
        <div className="tile-caption">
          <span className="tile-name">{camera.name}</span>
          {isRoomy && camera.stats && camera.state === 'live' && (
            <Rates fps={camera.fps} measuredFps={camera.stats.measuredFps} />
          )}
          <Chip tone={stateTone(camera.state)} text={stateWords(camera.state)} isQuiet={camera.state === 'live'} />
        </div>
      </Link>
    </li>
  );
});

function Rates({ fps, measuredFps }: { readonly fps: number; readonly measuredFps: number }) {
  return (
    <span className="tile-rates" data-low={measuredFps < 0.8 * fps}>
      {t('{measured} of {wanted} fps', { measured: decimal(measuredFps), wanted: decimal(fps) })}
    </span>
  );
}

function Trouble({ camera }: { readonly camera: CameraView }) {
  const nowMs = useNowMs();
  const { title, remedy } = errorWords(camera.error!);
  return (
    <div className="tile-trouble">
      <strong>{title}</strong>
      <span className="tile-remedy">{remedy}</span>
      <span className="tile-since">{sinceWords(camera, nowMs)}</span>
    </div>
  );
}

import type { CameraView } from '@vitrine/contracts';
import { Link } from 'wouter';
import { Plan } from '../live/Plan.js';
import { sinceWords } from '../live/since.js';
import { useNowMs } from '../store/use-live.js';
import { Chip } from '../ui/Chip.js';
import { CoverageBar } from '../ui/CoverageBar.js';
import { errorWords, stateTone, stateWords } from '../words/camera-words.js';
import { decimal, duration, percent } from '../words/format.js';
import { t } from '../words/t.js';
import { droppedShare } from './camera-columns.js';

export interface CameraRowProps {
  readonly camera: CameraView;
  /** 0–1; null where nothing was counted in the last 24 hours. */
  readonly coverage: number | null;
  readonly isSelected: boolean;
  /** Null for those who may not change anything. */
  readonly onSelect: ((isSelected: boolean) => void) | null;
}

export function CameraRow({ camera, coverage, isSelected, onSelect }: CameraRowProps) {
  const nowMs = useNowMs();
  const { stats, error } = camera;
  const dropped = droppedShare(camera);
  return (
    <tr>
      {onSelect && (
        <td>
          <label className="checkbox camera-check">
            <input type="checkbox" checked={isSelected} onChange={(event) => onSelect(event.target.checked)} />
            <span className="only-read-aloud">{t('Select {camera}', { camera: camera.name })}</span>
          </label>
        </td>
      )}
      <th scope="row">
        <div className="camera-name-cell">
          <div className="camera-thumb" aria-hidden="true">
            <Plan cameraId={camera.id} isLabelled={false} />
          </div>
          <div>
            <Link href={`/cameras/${camera.id}`}>{camera.name}</Link>
            <div className="camera-address">{camera.url}</div>
          </div>
        </div>
      </th>
      <td>
        <Chip tone={stateTone(camera.state)} text={stateWords(camera.state)} />
        <div className="camera-why">{error ? errorWords(error).title : sinceWords(camera, nowMs)}</div>
      </td>
      <td className="number">
        {stats ? t('{measured} / {wanted}', { measured: decimal(stats.measuredFps), wanted: decimal(camera.fps, 0) }) : '–'}
      </td>
      <td className="number">{coverage === null ? '–' : <CoverageBar share={coverage} />}</td>
      <td className="number">{stats ? duration(stats.frameAgeMs) : '–'}</td>
      <td className="number">{stats && stats.widthPx > 0 ? `${stats.widthPx} × ${stats.heightPx}` : '–'}</td>
      <td className="number">{dropped === null ? '–' : percent(dropped)}</td>
    </tr>
  );
}

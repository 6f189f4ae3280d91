import type { CameraStats } from '@vitrine/contracts';
import { count, duration, framesPerSecond } from '../words/units.js';

export function CameraFigures({ stats }: { readonly stats: CameraStats }) {
  return (
    <dl className="figures">
      <div title="Frames analysed per second, measured">
        <dt className="only-read-aloud">Frames per second</dt>
        <dd>{framesPerSecond(stats.measuredFps)}</dd>
      </div>
      <div title="Age of the last frame when its analysis ended">
        <dt>age</dt>
        <dd>{duration(stats.frameAgeMs)}</dd>
      </div>
      <div className="figure-wide">
        <dt className="only-read-aloud">Size of the picture</dt>
        <dd>
          {stats.widthPx}×{stats.heightPx} px
        </dd>
      </div>
      {stats.reconnects > 0 && (
        <div className="figure-wide">
          <dt>reconnected</dt>
          <dd>{count(stats.reconnects)}×</dd>
        </div>
      )}
    </dl>
  );
}

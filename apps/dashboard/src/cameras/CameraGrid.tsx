import type { CameraView, Preview } from '@vitrine/contracts';
import type { Person } from '../store/state.js';
import { countOf } from '../words/units.js';
import { CameraTile } from './CameraTile.js';

export interface CameraGridProps {
  readonly cameras: readonly CameraView[] | null;
  readonly previews: Readonly<Record<string, Preview>>;
  readonly people: readonly Person[];
  readonly onAdd: () => void;
  readonly onEdit: (camera: CameraView) => void;
}

export function CameraGrid({ cameras, previews, people, onAdd, onEdit }: CameraGridProps) {
  return (
    <section className="panel cameras" aria-labelledby="cameras-title">
      <header className="panel-header">
        <h2 id="cameras-title">Cameras</h2>
        <span className="panel-note">{cameras && cameras.length > 0 && describeCameras(cameras)}</span>
      </header>
      {cameras?.length === 0 ? (
        <div className="empty">
          <p className="empty-title">No camera yet</p>
          <p>Add one by its address, such as rtsp://user:password@192.168.1.20/stream. It takes a few seconds to go live.</p>
          <button className="button primary" type="button" onClick={onAdd}>
            Add the first camera
          </button>
        </div>
      ) : (
        <ul className="camera-grid" style={{ '--columns': columnsFor(cameras?.length ?? 1) } as React.CSSProperties}>
          {cameras?.map((camera) => (
            <CameraTile
              key={camera.id}
              camera={camera}
              preview={previews[camera.id] ?? null}
              people={people}
              onEdit={() => onEdit(camera)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function describeCameras(cameras: readonly CameraView[]): string {
  const live = cameras.filter(({ state }) => state === 'live').length;
  return `${live} of ${countOf(cameras.length, 'camera')} live`;
}

function columnsFor(cameras: number): number {
  if (cameras <= 1) return 1;
  return cameras <= 4 ? 2 : 3;
}

import type { CameraView } from '@vitrine/contracts';

export type CameraColumn = 'name' | 'state' | 'fps' | 'coverage' | 'age' | 'size' | 'drops';

export function sortKey(camera: CameraView, column: CameraColumn, coverage: ReadonlyMap<string, number>): string | number | null {
  const { stats } = camera;
  switch (column) {
    case 'name':
      return camera.name;
    case 'state':
      return camera.state;
    case 'fps':
      return stats?.measuredFps ?? null;
    case 'coverage':
      return coverage.get(camera.id) ?? null;
    case 'age':
      return stats?.frameAgeMs ?? null;
    case 'size':
      return stats ? stats.widthPx * stats.heightPx : null;
    case 'drops':
      return droppedShare(camera);
  }
}

/** Of the frames that came in, those that no one looked at, 0–1: of a stream of 25 fps analysed at 5, four of five are meant to be. */
export function droppedShare({ stats }: CameraView): number | null {
  return stats && stats.decodedFrames > 0 ? stats.droppedFrames / stats.decodedFrames : null;
}

import type { Claim } from '../count-store.js';
import { columns, unnest } from './columns.js';
import type { Run } from './database.js';

/**
 * What fences counts: a worker that was taken for dead and lives may go on counting, but nothing it counted after its camera was taken from it
 * gets in. What it had counted before does, however late it comes; and so does all of a lease that it gave back by itself.
 *
 * @returns cameras whose counts are refused: their lease had been taken by then, or is not known at all
 */
export async function refusedCameras(run: Run, { epochs, takenAtMs }: Claim): Promise<ReadonlySet<string>> {
  const claimed = Object.entries(epochs);
  if (claimed.length === 0) return new Set();
  const rows = await run(
    `SELECT c.camera_id FROM (SELECT ${unnest(['TEXT', 'BIGINT'])}) c (camera_id, epoch)
     LEFT JOIN camera_leases l ON l.camera_id = c.camera_id AND l.epoch = c.epoch
     WHERE l.camera_id IS NULL OR l.taken_ms < $3`,
    [...columns(claimed, ([cameraId, epoch]) => [cameraId, epoch]), takenAtMs],
  );
  return new Set(rows.map((row) => row['camera_id'] as string));
}

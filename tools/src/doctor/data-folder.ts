import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { poor, well, wrong, type Finding, type Patient } from './finding.js';

const GIB = 2 ** 30;
const ENOUGH_BYTES = 2 * GIB;
const LEAST_BYTES = GIB / 4;

/** @param dataDir an absolute path */
export function checkDataFolder(dataDir: string): Finding {
  const what = 'data folder';
  const nearest = nearestThatExists(dataDir);
  if (!statSync(nearest).isDirectory()) return wrong(what, `${nearest} is a file`, 'Give a folder in VITRINE_DATA_DIR.');
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
  } catch {
    return wrong(
      what,
      `${nearest} may not be written to`,
      `Run chown for the service’s user on ${nearest}, or set VITRINE_DATA_DIR.`,
    );
  }
  return well(what, existsSync(dataDir) ? dataDir : `${dataDir}, made at the first start`);
}

export function checkDisk({ freeBytes }: Patient, dataDir: string): Finding {
  const free = freeBytes(nearestThatExists(dataDir));
  const shown = `${(free / GIB).toFixed(1)} GiB free`;
  if (free < LEAST_BYTES)
    return wrong('disk', shown, 'Free some space, or move VITRINE_DATA_DIR: nothing can be counted on a full disk.');
  if (free < ENOUGH_BYTES) return poor('disk', shown, 'Free some space before it is full.');
  return well('disk', shown);
}

/** Files that open doors. */
export function checkSecrets(dataDir: string): Finding {
  const files = ['admin-token', 'camera.key', 'vitrine.duckdb']
    .map((name) => join(dataDir, name))
    .filter((file) => existsSync(file));
  const open = files.find((file) => (statSync(file).mode & 0o077) !== 0);
  if (open !== undefined) return wrong('secrets', `${open} can be read by others`, `Run chmod 600 ${open}.`);
  return well('secrets', files.length === 0 ? 'none yet' : 'readable by the service’s user alone');
}

function nearestThatExists(path: string): string {
  return existsSync(path) ? path : nearestThatExists(dirname(path));
}

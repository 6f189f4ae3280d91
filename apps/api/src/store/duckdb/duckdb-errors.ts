import { StoreError } from '../store-error.js';

/** @returns null for another error */
export function explainFullDisk(path: string, error: unknown): StoreError | null {
  const message = error instanceof Error ? error.message : String(error);
  if (!/no space left|could not (write|allocate)|disk full/i.test(message)) return null;
  return new StoreError(path, `the disk is full (${message})`, 'Free space on the disk of VITRINE_DATA_DIR', { cause: error });
}

export function explainOpenError(path: string, error: unknown): StoreError {
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (/could not set lock|conflicting lock/i.test(message)) {
    const holder = /PID (\d+)/.exec(message)?.[1];
    const problem = `it is in use by another process${holder === undefined ? '' : ` (PID ${holder})`}`;
    return new StoreError(path, problem, 'Stop the other Vitrine, or give this one its own VITRINE_DATA_DIR', options);
  }
  const full = explainFullDisk(path, error);
  if (full !== null) return full;
  if (/permission denied|read-only|no such file/i.test(message)) {
    return new StoreError(path, `it cannot be opened (${message})`, 'Let the service’s user write to VITRINE_DATA_DIR', options);
  }
  return new StoreError(
    path,
    `it cannot be read as a database (${message})`,
    'Restore it with `npm run restore`, or move it (and its .wal) away to begin with an empty one',
    options,
  );
}

import { fileStoreUrl, openStores } from '@vitrine/api';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BackupError, type StorePlace } from './place.js';

const FILE = 'vitrine.duckdb';

/**
 * Copies the whole store, with a checksum beside it. A DuckDB file belongs to one process: the service has to be stopped; PostgreSQL is
 * copied while it runs.
 * @returns the backup's path. @throws BackupError, StoreError
 */
export async function backUp(place: StorePlace, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const target = join(folder, `vitrine-${stamp}.${place.kind === 'file' ? 'duckdb' : 'pgdump'}`);
  if (place.kind === 'file') {
    const path = join(place.dataDir, FILE);
    if (!existsSync(path)) throw new BackupError(`there is no ${path}. Set VITRINE_DATA_DIR to the service's data folder`);
    // Opening it proves that it can be read and that nobody else has it; closing it brings the log into the file.
    await (await openStores(fileStoreUrl(place.dataDir))).close();
    copyFileSync(path, target);
  } else {
    run('pg_dump', ['--format=custom', '--no-owner', `--file=${target}`], place.environment);
  }
  writeFileSync(`${target}.sha256`, `${await sha256(target)}  ${basename(target)}\n`, { mode: 0o600 });
  return target;
}

/**
 * Puts a backup in the place of what is there, which is kept beside it.
 * @returns where that is now; null where there was nothing. @throws BackupError, StoreError
 */
export async function restore(place: StorePlace, backup: string): Promise<string | null> {
  if (!existsSync(backup)) throw new BackupError(`there is no ${backup}`);
  if (!existsSync(`${backup}.sha256`))
    throw new BackupError(`there is no ${backup}.sha256 to check it by; make one with sha256sum`);
  const wanted = readFileSync(`${backup}.sha256`, 'utf8').slice(0, 64);
  if (wanted !== (await sha256(backup)))
    throw new BackupError(`${backup} is damaged: its checksum is another. Take another backup`);
  if (place.kind === 'postgres') {
    run('pg_restore', ['--clean', '--if-exists', '--no-owner', '--single-transaction', '--dbname=', backup], place.environment);
    return null;
  }
  const path = join(place.dataDir, FILE);
  let before: string | null = null;
  if (existsSync(path)) {
    await mustBeFree(place.dataDir);
    before = `${path}.before-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`;
    renameSync(path, before);
  }
  for (const rest of ['.wal', '.mark']) rmSync(`${path}${rest}`, { force: true });
  mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
  copyFileSync(backup, path);
  await (await openStores(fileStoreUrl(place.dataDir))).close();
  return before;
}

/** A damaged file may be replaced, one that is in use may not. */
async function mustBeFree(dataDir: string): Promise<void> {
  try {
    await (await openStores(fileStoreUrl(dataDir))).close();
  } catch (error) {
    if (/in use by another process/.test((error as Error).message)) throw error;
  }
}

function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv): void {
  const named = args.map((arg) => (arg === '--dbname=' ? `--dbname=${environment['PGDATABASE']}` : arg));
  const { status, error, stderr } = spawnSync(command, named, { env: environment, encoding: 'utf8' });
  if (error) throw new BackupError(`${command} is not installed (apt-get install postgresql-client)`);
  if (status !== 0) throw new BackupError(`${command} failed: ${stderr.trim()}`);
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { migrate } from './migrate.js';

/** Copies what is there, and nothing of what was deleted, into a file beside it. @returns the path of that */
export async function copyAfresh(path: string, connection: DuckDBConnection): Promise<string> {
  const fresh = `${path}.fresh`;
  rmSync(fresh, { force: true });
  const [name] = (await connection.runAndReadAll('SELECT current_database()')).getRows()[0] as string[];
  await connection.run(`ATTACH '${fresh.replaceAll("'", "''")}' AS fresh`);
  try {
    await connection.run(`COPY FROM DATABASE "${name!.replaceAll('"', '""')}" TO fresh`);
  } catch (error) {
    await connection.run('DETACH fresh');
    rmSync(fresh, { force: true });
    throw error;
  }
  await connection.run('DETACH fresh');
  return fresh;
}

/** Puts the copy in the place of the file, which nobody may have open. */
export function putInPlace(fresh: string, path: string): void {
  renameSync(fresh, path);
  rmSync(`${path}.wal`, { force: true });
}

/**
 * Release 0.1.0 kept true counts of looks for ever. Dropping a table only frees its place in the file, so a file of that release is
 * brought up to date and then written anew, without what was dropped.
 */
export async function rewriteIfOf010(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const instance = await DuckDBInstance.create(path, { threads: '1', autoinstall_known_extensions: 'false' }).catch(() => null);
  // What is wrong with the file is told by who opens it to stay.
  if (instance === null) return;
  const connection = await instance.connect();
  let fresh: string;
  try {
    const old = await connection.runAndReadAll(`SELECT 1 FROM duckdb_tables() WHERE table_name = 'minute_counts'`);
    if (old.currentRowCount === 0) return;
    await migrate(path, connection);
    fresh = await copyAfresh(path, connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  putInPlace(fresh, path);
}

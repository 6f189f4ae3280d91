import type { DuckDBConnection } from '@duckdb/node-api';
import { StoreError } from '../store-error.js';
import { MIGRATIONS } from './migrations.js';

/** Brings the file's schema up to date, one transaction a version. @throws StoreError when a newer release wrote it */
export async function migrate(path: string, connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const reader = await connection.runAndReadAll('SELECT coalesce(max(version), 0)::INTEGER AS version FROM schema_version');
  const version = Number(reader.getRows()[0]![0]);
  if (version > MIGRATIONS.length) {
    throw new StoreError(
      path,
      `it was written by a newer release (schema ${version}; this release knows ${MIGRATIONS.length})`,
      'Start the newer release, or give VITRINE_DATA_DIR another folder',
    );
  }
  for (const [index, statements] of [...MIGRATIONS.entries()].slice(version)) {
    await connection.run('BEGIN');
    for (const statement of statements) await connection.run(statement);
    await connection.run('DELETE FROM schema_version');
    await connection.run(`INSERT INTO schema_version VALUES (${index + 1})`);
    await connection.run('COMMIT');
  }
  if (version < MIGRATIONS.length) await connection.run('CHECKPOINT');
}

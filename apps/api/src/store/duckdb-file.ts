import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { chmodSync } from 'node:fs';
import { MIGRATIONS } from './schema.js';
import { StoreError } from './store.js';

/** The service shares its machine with the networks: one thread and little memory suffice for counts. Nothing is ever downloaded. */
const OPTIONS = {
  threads: '1',
  memory_limit: '256MB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

export interface DuckDbFile {
  readonly connection: DuckDBConnection;
  close(): Promise<void>;
}

/** Opens or creates the file and brings its schema up to date. @throws StoreError */
export async function openDuckDbFile(path: string): Promise<DuckDbFile> {
  const instance = await DuckDBInstance.create(path, OPTIONS).catch((error: unknown) => {
    throw explainOpenError(path, error);
  });
  try {
    // It holds the cameras' passwords.
    chmodSync(path, 0o600);
    const connection = await instance.connect();
    await migrate(path, connection);
    return {
      connection,
      close: async () => {
        await connection.run('CHECKPOINT');
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (error) {
    instance.closeSync();
    throw error instanceof StoreError ? error : explainOpenError(path, error);
  }
}

async function migrate(path: string, connection: DuckDBConnection): Promise<void> {
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
}

export function explainOpenError(path: string, error: unknown): StoreError {
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (/lock/i.test(message)) {
    const holder = /PID (\d+)/.exec(message)?.[1];
    const problem = `it is in use by another process${holder === undefined ? '' : ` (PID ${holder})`}`;
    return new StoreError(path, problem, 'Stop the other Vitrine, or give this one its own VITRINE_DATA_DIR', options);
  }
  if (/permission denied|read-only|no such file/i.test(message)) {
    return new StoreError(path, `it cannot be opened (${message})`, 'Let the service’s user write to VITRINE_DATA_DIR', options);
  }
  return new StoreError(
    path,
    `it cannot be read as a database (${message})`,
    'Restore it from a backup, or move it (and its .wal) away to begin with an empty one',
    options,
  );
}

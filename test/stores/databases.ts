import { fileStoreUrl } from '@vitrine/api';
import { postgresPrograms, POSTGRES_REMEDY, startPostgres } from '@vitrine/tools';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A database of the test's own. */
export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

function openFile(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-stores-'));
  return Promise.resolve({
    url: fileStoreUrl(folder),
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  });
}

/** Both databases, for `describe.each`; one that is not installed says what to do. */
export const DATABASES = [
  { name: 'DuckDB', open: openFile, missing: null },
  {
    name: 'PostgreSQL',
    open: startPostgres as () => Promise<TestDatabase>,
    missing: postgresPrograms() ? null : POSTGRES_REMEDY,
  },
];

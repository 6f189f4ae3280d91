import { join } from 'node:path';
import type { AuditLog } from './audit-log.js';
import type { CameraStore } from './camera-store.js';
import type { CountStore } from './count-store.js';
import { openDuckDb } from './duckdb/duckdb-database.js';
import type { LeaseStore } from './lease-store.js';
import type { PolicyStore } from './policy-store.js';
import { openPostgres } from './postgres/postgres-database.js';
import { PostgresLeaseStore } from './postgres/postgres-lease-store.js';
import { SqlCameraStore, SqlTokenStore, SqlUserStore } from './sql/document-stores.js';
import { SqlAuditLog, SqlPolicyStore } from './sql/record-stores.js';
import { SqlCountStore } from './sql/sql-count-store.js';
import type { TokenStore } from './token-store.js';
import type { UserStore } from './user-store.js';

/** Everything that outlives the process. */
export interface Stores {
  readonly cameras: CameraStore;
  readonly counts: CountStore;
  readonly policies: PolicyStore;
  readonly tokens: TokenStore;
  readonly users: UserStore;
  readonly audit: AuditLog;
  /** Null where the store is one process's own. */
  readonly leases: LeaseStore | null;
  close(): Promise<void>;
}

export const DUCKDB_FILE = 'vitrine.duckdb';

/** @returns the address of the file that is used when nothing else is asked for */
export function fileStoreUrl(dataDir: string): string {
  return `duckdb:${join(dataDir, DUCKDB_FILE)}`;
}

/** @param url `duckdb:/path/to/file` or `postgres://user:password@host:port/database`. @throws StoreError */
export async function openStores(url: string): Promise<Stores> {
  const database = url.startsWith('duckdb:') ? await openDuckDb(url.slice('duckdb:'.length)) : await openPostgres(url);
  return {
    cameras: new SqlCameraStore(database),
    counts: new SqlCountStore(database),
    policies: new SqlPolicyStore(database),
    tokens: new SqlTokenStore(database),
    users: new SqlUserStore(database),
    audit: new SqlAuditLog(database),
    leases: database.dialect.name === 'postgres' ? new PostgresLeaseStore(database) : null,
    close: () => database.close(),
  };
}

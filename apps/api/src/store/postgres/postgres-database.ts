import postgres from 'postgres';
import type { Database, Dialect, Run } from '../sql/database.js';
import { StoreError } from '../store-error.js';
import { MIGRATIONS } from './migrations.js';
import { makePartitions } from './partitions.js';

/** One service asks little at a time; what waits, waits here and not in the database. */
const MAX_CONNECTIONS = 4;
const CONNECT_TIMEOUT_S = 10;
/** Any number that no other program on the same database uses. */
const LOCK_KEY = 86_411_502;

const DIALECT: Dialect = {
  name: 'postgres',
  arrayText: (values) => `{${values.map((value) => value ?? 'NULL').join(',')}}`,
  lock: async (run, kind) => {
    await run(`SELECT pg_advisory_xact_lock${kind === 'shared' ? '_shared' : ''}(${LOCK_KEY})`);
  },
  makeRoom: makePartitions,
};

/** Connects and brings the schema up to date. @param url `postgres://user:password@host/database`. @throws StoreError */
export async function openPostgres(url: string): Promise<Database> {
  const sql = postgres(url, {
    max: MAX_CONNECTIONS,
    connect_timeout: CONNECT_TIMEOUT_S,
    onnotice: () => undefined,
    // Plans are made for each question's arrays; a plan made once for all would not see how long they are.
    prepare: false,
  });
  const database = new PostgresDatabase(sql);
  try {
    await migrate(database, url);
    return database;
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error instanceof StoreError ? error : explainConnectError(url, error);
  }
}

class PostgresDatabase implements Database {
  readonly dialect = DIALECT;
  /** PostgreSQL guards its own log with checksums and refuses to start on a broken one. */
  readonly lostCommits = 0;
  /** A transaction that fails because the connection was lost is the caller's to repeat: only it knows what it meant. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly sql: postgres.Sql) {}

  read<T>(work: (run: Run) => Promise<T>): Promise<T> {
    return this.sql.begin('isolation level repeatable read read only', (transaction) => work(runIn(transaction))) as Promise<T>;
  }

  write<T>(work: (run: Run) => Promise<T>): Promise<T> {
    const result = this.#writing.then(() => this.sql.begin((transaction) => work(runIn(transaction))) as Promise<T>);
    this.#writing = result.catch(() => undefined);
    return result;
  }

  /**
   * Raw cells need it: nothing else that is deleted was secret. Open minutes come and go in the same way, and every question reads all of
   * them. Its log, and copies of that, are the database's own business.
   */
  async sweep(): Promise<void> {
    await this.sql.unsafe('VACUUM (FULL) open_cells, open_minutes');
    // PostgreSQL looks after the statistics of partitions by itself, but not after those of the divided table.
    await this.sql.unsafe('ANALYZE minutes, quarters, parts, blocks');
  }

  async close(): Promise<void> {
    await this.sql.end({ timeout: 5 });
  }
}

function runIn(transaction: postgres.TransactionSql): Run {
  return async (text, values = []) => {
    const rows = await transaction.unsafe(text, values as postgres.ParameterOrJSON<never>[]);
    return rows;
  };
}

async function migrate(database: Database, url: string): Promise<void> {
  await database.write(async (run) => {
    await run(`SELECT pg_advisory_xact_lock(${LOCK_KEY})`);
    await run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
    const [row] = await run('SELECT coalesce(max(version), 0) AS version FROM schema_version');
    const version = Number(row!['version']);
    if (version > MIGRATIONS.length) {
      throw new StoreError(
        withoutPassword(url),
        `it was written by a newer release (schema ${version}; this release knows ${MIGRATIONS.length})`,
        'Start the newer release, or give VITRINE_STORE another database',
      );
    }
    for (const statements of MIGRATIONS.slice(version)) for (const statement of statements) await run(statement);
    await run('DELETE FROM schema_version');
    await run(`INSERT INTO schema_version VALUES (${MIGRATIONS.length})`);
  });
}

export function explainConnectError(url: string, error: unknown): StoreError {
  const message = error instanceof Error ? error.message.replaceAll(url, withoutPassword(url)) : String(error);
  const code = (error as { code?: string }).code ?? '';
  const remedy = REMEDIES[code] ?? 'Look at the database’s log; VITRINE_STORE is postgres://user:password@host:5432/database';
  return new StoreError(withoutPassword(url), `the database does not answer as it should (${message})`, remedy, { cause: error });
}

const REMEDIES: Record<string, string> = {
  ECONNREFUSED: 'Start PostgreSQL, or correct host and port in VITRINE_STORE',
  ENOTFOUND: 'Correct the host in VITRINE_STORE',
  CONNECT_TIMEOUT: 'Check host, port and firewall between this machine and the database',
  '28P01': 'Correct user and password in VITRINE_STORE',
  '28000': 'Let the user of VITRINE_STORE in by pg_hba.conf',
  '3D000': 'Create the database, or correct its name in VITRINE_STORE',
  '42501': 'Give the user of VITRINE_STORE the right to create tables in the database’s schema',
  '53100': 'Free space on the database’s disk',
};

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'postgres://…';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

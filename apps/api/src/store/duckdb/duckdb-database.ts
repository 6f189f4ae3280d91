import { DOUBLE, DuckDBInstance, LIST, listValue, VARCHAR, type DuckDBConnection, type DuckDBType } from '@duckdb/node-api';
import { chmodSync } from 'node:fs';
import type { Database, Dialect, Run, SqlValue } from '../sql/database.js';
import { StoreError } from '../store-error.js';
import { copyAfresh, putInPlace, rewriteIfOf010 } from './rewrite.js';
import { CommitMark } from './commit-mark.js';
import { explainFullDisk, explainOpenError } from './duckdb-errors.js';
import { migrate } from './migrate.js';

/** The service shares its machine with the networks: one thread and little memory suffice for counts. Nothing is ever downloaded. */
export const OPTIONS = {
  threads: '1',
  memory_limit: '256MB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

const DIALECT: Dialect = {
  name: 'duckdb',
  arrayText: (values) => `[${values.map((value) => value ?? 'NULL').join(', ')}]`,
  lock: () => Promise.resolve(),
  makeRoom: () => Promise.resolve(),
};

/** Opens or creates the file and brings its schema up to date. @throws StoreError */
export async function openDuckDb(path: string): Promise<Database> {
  await rewriteIfOf010(path);
  const file = await openFile(path);
  try {
    // It holds the cameras' passwords.
    chmodSync(path, 0o600);
    await migrate(path, file.writer);
    const mark = new CommitMark(path);
    const lostCommits = await mark.open(file.writer);
    return new DuckDbDatabase(path, file, mark, lostCommits);
  } catch (error) {
    closeFile(file);
    throw error instanceof StoreError ? error : explainOpenError(path, error);
  }
}

/** One file, one connection that writes and one that reads, so that nobody reads what is not committed. */
interface OpenFile {
  readonly instance: DuckDBInstance;
  readonly writer: DuckDBConnection;
  readonly reader: DuckDBConnection;
}

async function openFile(path: string): Promise<OpenFile> {
  const instance = await DuckDBInstance.create(path, OPTIONS).catch((error: unknown) => {
    throw explainOpenError(path, error);
  });
  return { instance, writer: await instance.connect(), reader: await instance.connect() };
}

function closeFile({ instance, writer, reader }: OpenFile): void {
  reader.closeSync();
  writer.closeSync();
  instance.closeSync();
}

class DuckDbDatabase implements Database {
  readonly dialect = DIALECT;
  readonly #write: Lane;
  readonly #read: Lane;
  #file: OpenFile;

  constructor(
    private readonly path: string,
    file: OpenFile,
    private readonly mark: CommitMark,
    readonly lostCommits: number,
  ) {
    this.#file = file;
    this.#write = new Lane(file.writer);
    this.#read = new Lane(file.reader);
  }

  read<T>(work: (run: Run) => Promise<T>): Promise<T> {
    return this.#read.transaction(work);
  }

  async write<T>(work: (run: Run) => Promise<T>): Promise<T> {
    try {
      return await this.#write.transaction(
        async (run) => {
          const result = await work(run);
          await this.mark.count(this.#file.writer);
          return result;
        },
        () => this.mark.committed(),
      );
    } catch (error) {
      throw explainFullDisk(this.path, error) ?? error;
    }
  }

  /** Writes the file anew. Until the copy is whole nothing changes; then it takes the file's place in one step. */
  sweep(): Promise<void> {
    return this.#write.alone(() =>
      this.#read.alone(async () => {
        const fresh = await copyAfresh(this.path, this.#file.writer);
        await this.#file.writer.run('CHECKPOINT');
        closeFile(this.#file);
        putInPlace(fresh, this.path);
        this.#file = await openFile(this.path);
        chmodSync(this.path, 0o600);
        this.#write.connection = this.#file.writer;
        this.#read.connection = this.#file.reader;
      }),
    );
  }

  async close(): Promise<void> {
    await this.#read.idle();
    await this.#write.idle();
    // What cannot be brought into the file now stays in its log and is read at the next start.
    await this.#file.writer.run('CHECKPOINT').catch(() => undefined);
    closeFile(this.#file);
  }
}

/** A connection on which one transaction follows another, because a transaction belongs to the connection. */
class Lane {
  #last: Promise<unknown> = Promise.resolve();

  constructor(public connection: DuckDBConnection) {}

  transaction<T>(work: (run: Run) => Promise<T>, onCommitted: () => void = () => undefined): Promise<T> {
    return this.alone(async () => {
      const done = await this.#transaction(work);
      onCommitted();
      return done;
    });
  }

  /** While it works, nothing else happens on this connection. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    // Whoever asked hears of the failure; the next one goes ahead.
    this.#last = result.catch(() => undefined);
    return result;
  }

  async idle(): Promise<void> {
    await this.#last;
  }

  async #transaction<T>(work: (run: Run) => Promise<T>): Promise<T> {
    await this.connection.run('BEGIN');
    try {
      const result = await work(this.#run);
      await this.connection.run('COMMIT');
      return result;
    } catch (error) {
      // A failed commit has rolled back already.
      await this.connection.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  readonly #run: Run = async (sql, values = []) => {
    const bound = values.map((value) => (Array.isArray(value) ? listValue([...(value as (string | number | null)[])]) : value));
    const reader = await this.connection.runAndReadAll(sql, bound as Parameters<DuckDBConnection['run']>[1], typesOf(values));
    return reader.getRowObjectsJS();
  };
}

function typesOf(values: readonly SqlValue[]): Record<string, DuckDBType> {
  const lists = values.flatMap((value, index) =>
    Array.isArray(value) ? [[String(index + 1), LIST(typeof value[0] === 'string' ? VARCHAR : DOUBLE)] as const] : [],
  );
  return Object.fromEntries(lists);
}

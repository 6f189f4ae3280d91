/** What a statement may be given; arrays are cast in the statement, as `$1::BIGINT[]`. */
export type SqlValue = string | number | boolean | null | readonly (string | number | null)[];
export type SqlRow = Readonly<Record<string, unknown>>;

/** Runs one statement with `$1`, `$2`, … */
export type Run = (sql: string, values?: readonly SqlValue[]) => Promise<SqlRow[]>;

/** Where the two databases speak differently. */
export interface Dialect {
  readonly name: 'duckdb' | 'postgres';
  /** @returns text that can be cast to `INTEGER[]` */
  arrayText(values: readonly (number | null)[]): string;
  /** Keeps others from settling, or from applying, until the transaction ends; nothing where one process has the file. */
  lock(run: Run, kind: 'shared' | 'exclusive'): Promise<void>;
  /** Makes room for rows of these times, where a table is divided by time. */
  makeRoom(run: Run, range: { readonly startMs: number; readonly endMs: number }): Promise<void>;
}

/** A database that understands SQL. Everything that the stores ask is said once, in `sql/`. */
export interface Database {
  readonly dialect: Dialect;
  /** Writes that had been committed and were not there any more when it was opened: its log was cut. */
  readonly lostCommits: number;
  /** All that `work` reads is of one moment; it never sees what is not committed. */
  read<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** All that `work` writes is committed together, or not at all when it throws. Writes follow one another. */
  write<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Takes deleted rows off the disk too: a database only frees their pages and writes over them later. Others wait meanwhile. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * How many writes were committed, kept twice: in the database and beside it. DuckDB opens a log that was cut as if the rest had never
 * been; the number beside it says how much that was.
 */
export class CommitMark {
  readonly #path: string;
  #inDatabase = 0;

  /** @param path of the database */
  constructor(path: string) {
    this.#path = `${path}.mark`;
  }

  /** @returns writes that are missing. The database is taken as it is from now on */
  async open(connection: DuckDBConnection): Promise<number> {
    const reader = await connection.runAndReadAll(`SELECT value FROM state WHERE name = 'commits'`);
    this.#inDatabase = Number(reader.getRows()[0]![0]);
    const beside = existsSync(this.#path) ? Number(readFileSync(this.#path, 'utf8')) : 0;
    this.#write();
    return Math.max(0, beside - this.#inDatabase);
  }

  /** Within the transaction. */
  async count(connection: DuckDBConnection): Promise<void> {
    await connection.run(`UPDATE state SET value = ${this.#inDatabase + 1} WHERE name = 'commits'`);
  }

  /** After the commit. */
  committed(): void {
    this.#inDatabase += 1;
    this.#write();
  }

  #write(): void {
    writeFileSync(this.#path, String(this.#inDatabase), { mode: 0o600 });
  }
}

import { MEASURES } from '@vitrine/metrics';

/** Quoted, because measures and attributes are named for people: `"attribute.5_o_Clock_Shadow"`. */
export const COUNT_COLUMNS = MEASURES.map((measure) => `"${measure}"`);

/**
 * Statements that bring the file from version N to N+1, one list per version. What a release has shipped is never changed, only appended to.
 * Times are UTC epoch milliseconds.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE cameras (
       id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, url VARCHAR NOT NULL,
       enabled BOOLEAN NOT NULL, fps DOUBLE NOT NULL, transport VARCHAR NOT NULL)`,
    `CREATE TABLE minute_counts (
       camera_id VARCHAR NOT NULL, minute_start_ms BIGINT NOT NULL,
       ${COUNT_COLUMNS.map((column) => `${column} INTEGER NOT NULL`).join(', ')},
       PRIMARY KEY (camera_id, minute_start_ms))`,
  ],
];

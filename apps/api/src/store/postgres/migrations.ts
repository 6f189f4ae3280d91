/**
 * Statements that bring the database from version N to N+1, one list per version; what a release has shipped is never changed. Tables
 * that grow with time are divided by month (`partitions.ts`). Times are UTC epoch milliseconds.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  // Release 0.2.0
  [
    `CREATE TABLE cameras (id TEXT PRIMARY KEY, settings TEXT NOT NULL)`,
    `CREATE TABLE minutes (place TEXT NOT NULL, minute_ms BIGINT NOT NULL, visits INTEGER NOT NULL, analysed_ms BIGINT NOT NULL)
       PARTITION BY RANGE (minute_ms)`,
    `CREATE INDEX ON minutes (minute_ms)`,
    `CREATE TABLE quarters (place TEXT NOT NULL, quarter_ms BIGINT NOT NULL, visits INTEGER NOT NULL, analysed_ms BIGINT NOT NULL)
       PARTITION BY RANGE (quarter_ms)`,
    `CREATE INDEX ON quarters (quarter_ms)`,
    `CREATE TABLE state (name TEXT PRIMARY KEY, value BIGINT NOT NULL)`,
    `INSERT INTO state VALUES ('clean', 1), ('settled_until_ms', 0)`,
    `CREATE TABLE applied (source TEXT NOT NULL, seq BIGINT NOT NULL, at_ms BIGINT NOT NULL, PRIMARY KEY (source, seq))`,
    `CREATE TABLE open_minutes (
       place TEXT NOT NULL, minute_ms BIGINT NOT NULL, visits INTEGER NOT NULL, analysed_ms BIGINT NOT NULL)`,
    `CREATE TABLE open_cells (place TEXT NOT NULL, quarter_ms BIGINT NOT NULL, cell INTEGER NOT NULL, n INTEGER NOT NULL)`,
    `CREATE TABLE cursors (place TEXT PRIMARY KEY, looks_since_ms BIGINT NOT NULL, attributes_since_ms BIGINT NOT NULL)`,
    `CREATE SEQUENCE block_ids`,
    `CREATE TABLE blocks (
       id BIGINT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL, start_ms BIGINT NOT NULL, end_ms BIGINT NOT NULL,
       visits INTEGER NOT NULL, mode TEXT NOT NULL, policy_version INTEGER NOT NULL, cells INTEGER[] NOT NULL,
       variance DOUBLE PRECISION NOT NULL, dwell_variance DOUBLE PRECISION NOT NULL,
       looks_excess INTEGER NOT NULL, dwell_excess INTEGER NOT NULL) PARTITION BY RANGE (end_ms)`,
    `CREATE INDEX ON blocks (end_ms)`,
    `CREATE TABLE parts (
       kind TEXT NOT NULL, place TEXT NOT NULL, quarter_ms BIGINT NOT NULL, block_id BIGINT NOT NULL, visits INTEGER NOT NULL)
       PARTITION BY RANGE (quarter_ms)`,
    `CREATE INDEX ON parts (quarter_ms)`,
    `CREATE TABLE policies (version INTEGER PRIMARY KEY, from_ms BIGINT NOT NULL, policy TEXT NOT NULL)`,
    `CREATE TABLE tokens (id TEXT PRIMARY KEY, kind TEXT NOT NULL, user_id TEXT, expires_at_ms BIGINT, details TEXT NOT NULL)`,
    `CREATE TABLE users (id TEXT PRIMARY KEY, details TEXT NOT NULL)`,
    `CREATE SEQUENCE audit_ids`,
    `CREATE TABLE audit (
       id BIGINT PRIMARY KEY, at_ms BIGINT NOT NULL, actor TEXT NOT NULL, address TEXT, action TEXT NOT NULL, subject TEXT,
       before_json TEXT, after_json TEXT)`,
  ],
  // Release 0.2.0, several machines
  [
    `CREATE TABLE camera_leases (
       camera_id TEXT NOT NULL, epoch BIGINT NOT NULL, worker TEXT NOT NULL, expires_ms BIGINT NOT NULL,
       ended_ms BIGINT, taken_ms BIGINT, PRIMARY KEY (camera_id, epoch))`,
    `CREATE UNIQUE INDEX ON camera_leases (camera_id) WHERE ended_ms IS NULL`,
    `CREATE TABLE duty (node TEXT NOT NULL, term BIGINT NOT NULL, expires_ms BIGINT NOT NULL)`,
    `INSERT INTO duty VALUES ('', 0, 0)`,
  ],
  // Release 0.2.0, blocks found by the time that they reach over without a look at each of a month
  [`CREATE INDEX ON blocks (end_ms, start_ms)`, `DROP INDEX blocks_end_ms_idx`],
];

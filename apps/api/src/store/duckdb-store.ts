import { BIGINT, LIST, listValue, type DuckDBValue } from '@duckdb/node-api';
import { cameraSpecSchema, type CameraSpec } from '@vitrine/contracts';
import { MEASURES, type MinuteChange, type TimeBucket } from '@vitrine/metrics';
import type { DuckDbFile } from './duckdb-file.js';
import { COUNT_COLUMNS } from './schema.js';
import type { BucketCounts, Store } from './store.js';

const KEY_COLUMNS = ['camera_id', 'minute_start_ms'];
const MINUTE_COLUMNS = [...KEY_COLUMNS, ...COUNT_COLUMNS].join(', ');
/** Rows of one statement; a flush has about one per camera. */
const MAX_ROWS = 500;

/** One file. Each method is one statement, or for many rows one transaction, so concurrent calls on the one connection never mix. */
export class DuckDbStore implements Store {
  /** Writes follow one another, because a transaction belongs to the connection. */
  #written: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: DuckDbFile) {}

  async listCameras(): Promise<CameraSpec[]> {
    const rows = await this.#rows('SELECT id, name, url, enabled, fps, transport FROM cameras ORDER BY id');
    return rows.map((row) => cameraSpecSchema.parse(row));
  }

  async saveCamera({ id, name, url, enabled, fps, transport }: CameraSpec): Promise<void> {
    await this.#write(() =>
      this.#rows(
        `INSERT INTO cameras (id, name, url, enabled, fps, transport) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO UPDATE SET name = excluded.name, url = excluded.url, enabled = excluded.enabled, fps = excluded.fps, transport = excluded.transport`,
        [id, name, url, enabled, fps, transport],
      ),
    );
  }

  async deleteCamera(id: string): Promise<void> {
    await this.#write(() => this.#rows('DELETE FROM cameras WHERE id = $1', [id]));
  }

  addToMinutes(changes: readonly MinuteChange[]): Promise<MinuteChange[]> {
    if (changes.length === 0) return Promise.resolve([]);
    return this.#write(() =>
      changes.length <= MAX_ROWS ? this.#addRows(changes) : this.#inTransaction(() => this.#addInParts(changes)),
    );
  }

  async sumMinutes(buckets: readonly TimeBucket[], cameraId: string | null): Promise<BucketCounts[]> {
    if (buckets.length === 0) return [];
    const starts = listValue(buckets.map(({ startMs }) => BigInt(startMs)));
    const sums = COUNT_COLUMNS.map((column) => `sum(${column})::DOUBLE AS ${column}`).join(', ');
    const rows = await this.#rows(
      `SELECT bucket_start_ms, ${sums}
         FROM minute_counts ASOF JOIN (SELECT unnest($1) AS bucket_start_ms) ON minute_start_ms >= bucket_start_ms
        WHERE minute_start_ms >= $2 AND minute_start_ms < $3 ${cameraId === null ? '' : 'AND camera_id = $4'}
        GROUP BY bucket_start_ms HAVING sum(visitors) > 0 ORDER BY bucket_start_ms`,
      [starts, BigInt(buckets[0]!.startMs), BigInt(buckets.at(-1)!.endMs), ...(cameraId === null ? [] : [cameraId])],
      [LIST(BIGINT)],
    );
    const bucketByStart = new Map(buckets.map((bucket) => [bucket.startMs, bucket]));
    return rows.map((row) => ({ bucket: bucketByStart.get(Number(row['bucket_start_ms']))!, counts: countsOf(row) }));
  }

  async hasCounts(cameraId: string): Promise<boolean> {
    return (await this.#rows('SELECT 1 FROM minute_counts WHERE camera_id = $1 LIMIT 1', [cameraId])).length > 0;
  }

  async close(): Promise<void> {
    await this.#write(() => this.file.close());
  }

  async #addInParts(changes: readonly MinuteChange[]): Promise<MinuteChange[]> {
    const stored: MinuteChange[] = [];
    for (let first = 0; first < changes.length; first += MAX_ROWS) {
      stored.push(...(await this.#addRows(changes.slice(first, first + MAX_ROWS))));
    }
    return stored;
  }

  async #addRows(changes: readonly MinuteChange[]): Promise<MinuteChange[]> {
    const values = changes.flatMap(({ cameraId, minuteStartMs, counts }) => [cameraId, BigInt(minuteStartMs), ...counts]);
    const width = KEY_COLUMNS.length + COUNT_COLUMNS.length;
    const places = changes
      .map((_, row) => `(${COLUMN_INDICES.map((column) => `$${row * width + column + 1}`).join(', ')})`)
      .join(', ');
    const sums = COUNT_COLUMNS.map((column) => `${column} = ${column} + excluded.${column}`).join(', ');
    const rows = await this.#rows(
      `INSERT INTO minute_counts (${MINUTE_COLUMNS}) VALUES ${places} ON CONFLICT DO UPDATE SET ${sums} RETURNING *`,
      values,
    );
    return rows.map((row) => ({
      cameraId: String(row['camera_id'] as string),
      minuteStartMs: Number(row['minute_start_ms']),
      counts: countsOf(row),
    }));
  }

  async #inTransaction<T>(work: () => Promise<T>): Promise<T> {
    await this.#rows('BEGIN');
    try {
      const result = await work();
      await this.#rows('COMMIT');
      return result;
    } catch (error) {
      await this.#rows('ROLLBACK');
      throw error;
    }
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#written.then(work);
    // The caller hears of the failure; the next write goes ahead.
    this.#written = result.catch(() => undefined);
    return result;
  }

  async #rows(sql: string, values: DuckDBValue[] = [], types: Parameters<DuckDbFile['connection']['run']>[2] = undefined) {
    const reader = await this.file.connection.runAndReadAll(sql, values, types);
    return reader.getRowObjectsJS();
  }
}

const COLUMN_INDICES = [...KEY_COLUMNS, ...COUNT_COLUMNS].map((_, index) => index);

function countsOf(row: Record<string, unknown>): number[] {
  return MEASURES.map((measure) => Number(row[measure]));
}

import { CameraStore, type StoredCamera } from '../camera-store.js';
import { TokenStore, type StoredToken } from '../token-store.js';
import { UserStore, type StoredUser } from '../user-store.js';
import type { Database, SqlRow } from './database.js';

export const json = (row: SqlRow, column: string): unknown => {
  const text = row[column];
  return typeof text === 'string' ? JSON.parse(text) : null;
};

export class SqlCameraStore extends CameraStore {
  constructor(private readonly database: Database) {
    super();
  }

  async list(): Promise<StoredCamera[]> {
    const rows = await this.database.read((run) => run('SELECT id, settings FROM cameras ORDER BY id'));
    return rows.map((row) => ({ id: row['id'] as string, settings: json(row, 'settings') }));
  }

  async save({ id, settings }: StoredCamera): Promise<void> {
    const values = [id, JSON.stringify(settings)];
    await this.database.write((run) =>
      run('INSERT INTO cameras VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET settings = excluded.settings', values),
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.write((run) => run('DELETE FROM cameras WHERE id = $1', [id]));
  }
}

export class SqlUserStore extends UserStore {
  constructor(private readonly database: Database) {
    super();
  }

  async find(id: string): Promise<StoredUser | null> {
    const [row] = await this.database.read((run) => run('SELECT id, details FROM users WHERE id = $1', [id]));
    return row ? userOf(row) : null;
  }

  async list(): Promise<StoredUser[]> {
    return (await this.database.read((run) => run('SELECT id, details FROM users ORDER BY id'))).map(userOf);
  }

  async save({ id, details }: StoredUser): Promise<void> {
    const values = [id, JSON.stringify(details)];
    await this.database.write((run) =>
      run('INSERT INTO users VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET details = excluded.details', values),
    );
  }

  async remove(id: string): Promise<boolean> {
    return (await this.database.write((run) => run('DELETE FROM users WHERE id = $1 RETURNING id', [id]))).length > 0;
  }
}

const userOf = (row: SqlRow): StoredUser => ({ id: row['id'] as string, details: json(row, 'details') });

const TOKEN_COLUMNS = 'id, kind, user_id, expires_at_ms, details';

export class SqlTokenStore extends TokenStore {
  constructor(private readonly database: Database) {
    super();
  }

  async find(id: string): Promise<StoredToken | null> {
    const [row] = await this.database.read((run) => run(`SELECT ${TOKEN_COLUMNS} FROM tokens WHERE id = $1`, [id]));
    return row ? tokenOf(row) : null;
  }

  async list(kind: string): Promise<StoredToken[]> {
    const sql = `SELECT ${TOKEN_COLUMNS} FROM tokens WHERE kind = $1 ORDER BY id`;
    return (await this.database.read((run) => run(sql, [kind]))).map(tokenOf);
  }

  async save({ id, kind, userId, expiresAtMs, details }: StoredToken): Promise<void> {
    await this.database.write((run) =>
      run(
        `INSERT INTO tokens (${TOKEN_COLUMNS}) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE
         SET kind = excluded.kind, user_id = excluded.user_id, expires_at_ms = excluded.expires_at_ms, details = excluded.details`,
        [id, kind, userId, expiresAtMs, JSON.stringify(details)],
      ),
    );
  }

  async remove(id: string): Promise<boolean> {
    return (await this.#removeWhere('id = $1', id)) > 0;
  }

  removeOfUser(userId: string): Promise<number> {
    return this.#removeWhere('user_id = $1', userId);
  }

  removeExpired(nowMs: number): Promise<number> {
    return this.#removeWhere('expires_at_ms <= $1', nowMs);
  }

  async #removeWhere(condition: string, value: string | number): Promise<number> {
    return (await this.database.write((run) => run(`DELETE FROM tokens WHERE ${condition} RETURNING id`, [value]))).length;
  }
}

const tokenOf = (row: SqlRow): StoredToken => ({
  id: row['id'] as string,
  kind: row['kind'] as string,
  userId: row['user_id'] as string | null,
  expiresAtMs: row['expires_at_ms'] === null ? null : Number(row['expires_at_ms']),
  details: json(row, 'details'),
});

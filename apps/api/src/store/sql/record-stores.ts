import { AuditLog, type AuditEntry, type AuditPage, type StoredAuditEntry } from '../audit-log.js';
import { PolicyStore, type StoredPolicy } from '../policy-store.js';
import type { Database } from './database.js';
import { json } from './document-stores.js';

export class SqlAuditLog extends AuditLog {
  constructor(private readonly database: Database) {
    super();
  }

  async append({ atMs, actor, address, action, subject, before, after }: AuditEntry): Promise<void> {
    const values = [atMs, actor, address, action, subject, JSON.stringify(before ?? null), JSON.stringify(after ?? null)];
    await this.database.write((run) =>
      run(
        `INSERT INTO audit (id, at_ms, actor, address, action, subject, before_json, after_json)
         VALUES (nextval('audit_ids'), $1, $2, $3, $4, $5, $6, $7)`,
        values,
      ),
    );
  }

  async list({ limit, beforeId, action }: AuditPage): Promise<StoredAuditEntry[]> {
    const values: (number | string)[] = [limit];
    const wanted: string[] = [];
    if (beforeId !== undefined) wanted.push(`id < $${values.push(beforeId)}`);
    if (action !== undefined) wanted.push(`action = $${values.push(action)}`);
    const where = wanted.length === 0 ? '' : `WHERE ${wanted.join(' AND ')}`;
    const rows = await this.database.read((run) => run(`SELECT * FROM audit ${where} ORDER BY id DESC LIMIT $1`, values));
    return rows.map((row) => ({
      id: Number(row['id']),
      atMs: Number(row['at_ms']),
      actor: row['actor'] as string,
      address: row['address'] as string | null,
      action: row['action'] as string,
      subject: row['subject'] as string | null,
      before: json(row, 'before_json'),
      after: json(row, 'after_json'),
    }));
  }
}

export class SqlPolicyStore extends PolicyStore {
  constructor(private readonly database: Database) {
    super();
  }

  async list(): Promise<StoredPolicy[]> {
    const rows = await this.database.read((run) => run('SELECT version, from_ms, policy FROM policies ORDER BY version'));
    return rows.map((row) => ({
      version: Number(row['version']),
      fromMs: Number(row['from_ms']),
      policy: json(row, 'policy'),
    }));
  }

  async append({ version, fromMs, policy }: StoredPolicy): Promise<void> {
    const values = [version, fromMs, JSON.stringify(policy)];
    await this.database.write((run) => run('INSERT INTO policies (version, from_ms, policy) VALUES ($1, $2, $3)', values));
  }
}

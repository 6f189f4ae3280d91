/** Who did what: never holds a secret. */
export interface AuditEntry {
  /** UTC epoch ms */
  readonly atMs: number;
  /** Such as `user:anna`, `token:vtr_ab12`, `system`. */
  readonly actor: string;
  /** Of the machine that asked; null for what the service did by itself. */
  readonly address: string | null;
  /** Such as `login`, `policy.changed`, `export.made`. */
  readonly action: string;
  /** What it was done to, such as a camera's id; null where there is none. */
  readonly subject: string | null;
  /** JSON of the state before and after; null where there is none. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface StoredAuditEntry extends AuditEntry {
  /** Ascending in the order of writing. */
  readonly id: number;
}

/** A page of the log, newest first. */
export interface AuditPage {
  readonly limit: number;
  /** The rows that were written before this one; absent for the newest. */
  readonly beforeId?: number | undefined;
  /** Only rows of this action. */
  readonly action?: string | undefined;
}

/** Only ever appended to; old entries go with the policy's retention. */
export abstract class AuditLog {
  abstract append(entry: AuditEntry): Promise<void>;
  abstract list(page: AuditPage): Promise<StoredAuditEntry[]>;
}

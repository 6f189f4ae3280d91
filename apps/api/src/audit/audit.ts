import type { AuditAction, AuditQuery, AuditRow } from '@vitrine/contracts';
import type { Logger } from 'pino';
import type { Principal } from '../auth/principal.js';
import type { AuditLog } from '../store/audit-log.js';

export interface AuditNote {
  readonly action: AuditAction;
  /** A principal, or the name that was tried. */
  readonly who: Principal | string;
  readonly address: string | null;
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const LONGEST_NAME = 200;

/** Writes down who did what. */
export class Audit {
  constructor(
    private readonly store: AuditLog,
    private readonly log: Logger,
  ) {}

  /** Resolves when the row is stored: what must not happen unseen waits for it. */
  async record({ action, who, address, subject, before = null, after = null }: AuditNote): Promise<void> {
    const name = (typeof who === 'string' ? who : who.name).slice(0, LONGEST_NAME);
    const at = { atMs: Date.now(), actor: name, address };
    await this.store.append({ ...at, action, subject: subject.slice(0, LONGEST_NAME), before, after });
  }

  /** For what happened already and could not be refused any more. */
  note(note: AuditNote): void {
    this.record(note).catch((error: unknown) => {
      this.log.error({ err: error, action: note.action }, 'an audit row could not be stored');
    });
  }

  /** @returns newest first */
  list(query: AuditQuery): Promise<AuditRow[]> {
    return this.store.list(query);
  }
}

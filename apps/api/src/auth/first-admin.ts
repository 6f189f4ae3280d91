import type { FirstAdmin } from '@vitrine/contracts';
import { Problem } from '../http/problem.js';
import type { UserRecord } from './records.js';
import { isSameSecret, newSecret, sha256 } from './secrets.js';
import type { UserBook } from './user-book.js';

/** While nobody can log in yet, the start prints a link with a code that makes the first admin, once. */
export class FirstAdminLink {
  #code: string | null = null;

  constructor(private readonly users: UserBook) {}

  /** @returns the code of this start; null when there are users already */
  open(): string | null {
    this.#code = this.users.isEmpty ? newSecret() : null;
    return this.#code;
  }

  get isPending(): boolean {
    return this.#code !== null && this.users.isEmpty;
  }

  /** @throws Problem 403 when the code is wrong, used or not needed any more */
  async use({ code, name, password }: FirstAdmin): Promise<UserRecord> {
    if (!this.isPending || !isSameSecret(code, sha256(this.#code!))) {
      throw new Problem(403, {
        code: 'code_wrong',
        message: 'This link was used already, or is of an earlier start.',
        remedy: 'Take the link from the log of the last start, or let an admin add you.',
        field: 'code',
      });
    }
    // Taken before anything is awaited: of two that use it at once only one may.
    this.#code = null;
    const { id } = await this.users.create({ name, password, role: 'admin', cameraIds: null });
    return this.users.active(id)!;
  }
}

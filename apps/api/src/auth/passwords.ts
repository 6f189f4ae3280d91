import { hash, verify } from '@node-rs/argon2';

/** argon2id by OWASP's second set: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashing is made to be dear: so few at a time, and who comes when all of these wait is sent away. */
const AT_A_TIME = 2;
const MAX_WAITING = 16;

/** Too many passwords are being checked. */
export class PasswordsBusyError extends Error {
  override readonly name = 'PasswordsBusyError';
}

/** Hashes and checks passwords on the thread pool, a bounded number at a time. */
export class Passwords {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  /** What the password of a user who does not exist is compared with, so that both take equally long. */
  #nobodys: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, COST));
  }

  /** @param passwordHash null for nobody's: as slow, and false. @throws PasswordsBusyError */
  async isRight(password: string, passwordHash: string | null): Promise<boolean> {
    this.#nobodys ??= this.hash('');
    const against = passwordHash ?? (await this.#nobodys);
    const isSame = await this.#inTurn(() => verify(against, password));
    return isSame && passwordHash !== null;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_A_TIME) {
      if (this.#waiting.length >= MAX_WAITING) throw new PasswordsBusyError('too many passwords are being checked');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

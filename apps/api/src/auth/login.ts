import type { OwnPassword } from '@vitrine/contracts';
import type { Logger } from 'pino';
import type { Audit } from '../audit/audit.js';
import { Problem } from '../http/problem.js';
import type { UserRecord } from './records.js';
import type { Principal } from './principal.js';
import { tooManyGuesses } from './doorkeeper.js';
import { PasswordsBusyError } from './passwords.js';
import { LOGIN_LIMITS, Throttle, type ThrottleLimits } from './throttle.js';
import type { UserBook } from './user-book.js';

/** From one address on all accounts: many may share one, behind a proxy or a router. */
const ADDRESS_LIMITS: ThrottleLimits = { ...LOGIN_LIMITS, free: 20, longestWaitMs: 60_000 };
/** On one account from all addresses: a bound on a guesser with many of them that does not lock the owner out. */
const ACCOUNT_LIMITS: ThrottleLimits = { ...LOGIN_LIMITS, free: 50, longestWaitMs: 10_000 };

/** Checks a name and a password, and makes who guesses wait. */
export class Login {
  readonly #pair = new Throttle(LOGIN_LIMITS);
  readonly #address = new Throttle(ADDRESS_LIMITS);
  readonly #account = new Throttle(ACCOUNT_LIMITS);

  constructor(
    private readonly users: UserBook,
    private readonly audit: Audit,
    private readonly log: Logger,
  ) {}

  /** A restart forgives nothing: the failures of the last hour are read back from the audit log. */
  async load(): Promise<void> {
    const failures = await this.audit.list({ limit: 1_000, action: 'login.failed' });
    for (const { actor, address, atMs } of failures.toReversed()) this.#count(actor, address ?? 'unknown', atMs);
  }

  /** @throws Problem 401 for a wrong name or password, 429 for who has to wait, 503 while too many log in */
  async attempt(name: string, password: string, address: string): Promise<UserRecord> {
    this.#refuseEarly(name, address);
    const user = await this.#check(name, password);
    if (user) {
      this.#pair.succeed(pairOf(name, address));
      this.audit.note({ action: 'login', who: user.name, address, subject: user.name });
      return user;
    }
    this.#count(name, address);
    this.log.warn({ address }, 'a login failed');
    await this.audit.record({ action: 'login.failed', who: name, address, subject: name });
    throw new Problem(401, {
      code: 'login_failed',
      message: 'Name or password is wrong.',
      remedy: 'Try again; an admin can set a new password.',
    });
  }

  /** @throws Problem as `attempt`, for the present password */
  async changeOwn(who: Principal, { present, password }: OwnPassword, address: string): Promise<void> {
    const user = await this.attempt(who.name, present, address);
    await this.users.change(user.id, { password });
  }

  #refuseEarly(name: string, address: string): void {
    const waits = [this.#pair.waitMs(pairOf(name, address)), this.#address.waitMs(address), this.#account.waitMs(folded(name))];
    const waitMs = Math.max(...waits);
    if (waitMs > 0) throw tooManyGuesses(waitMs);
  }

  async #check(name: string, password: string): Promise<UserRecord | null> {
    try {
      return await this.users.login(name, password);
    } catch (error) {
      if (!(error instanceof PasswordsBusyError)) throw error;
      throw new Problem(
        503,
        { code: 'busy', message: 'Too many people log in at this moment.', remedy: 'Try again in a few seconds.' },
        { 'Retry-After': '3' },
      );
    }
  }

  #count(name: string, address: string, atMs = Date.now()): void {
    this.#pair.fail(pairOf(name, address), atMs);
    this.#address.fail(address, atMs);
    this.#account.fail(folded(name), atMs);
  }
}

function folded(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

function pairOf(name: string, address: string): string {
  return `${folded(name)} ${address}`;
}

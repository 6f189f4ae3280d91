import type { Logger } from 'pino';
import type { Audit } from '../audit/audit.js';
import { Problem } from '../http/problem.js';
import type { Credential } from './credential.js';
import type { Principal } from './principal.js';
import type { SessionBook } from './session-book.js';
import { Throttle, TOKEN_LIMITS } from './throttle.js';
import type { TokenBook } from './token-book.js';

/** Says who somebody is by what they show, and makes who guesses wait. The one place where a credential becomes a principal. */
export class Doorkeeper {
  readonly #throttle = new Throttle(TOKEN_LIMITS);

  constructor(
    private readonly tokens: TokenBook,
    private readonly sessions: SessionBook,
    private readonly audit: Audit,
    private readonly log: Logger,
  ) {}

  /** @returns null when it opens nothing; also for connections that ask again whether they still may */
  find(credential: Credential): Principal | null {
    return credential.kind === 'bearer' ? this.tokens.find(credential.token) : this.sessions.find(credential.secret);
  }

  /** What is right is let in however many guessed from the same address before. @throws Problem 401, 429 */
  admit(credential: Credential | null, address: string): Principal {
    if (credential === null) throw missing();
    const principal = this.find(credential);
    if (principal) return principal;
    // A browser whose session ran out guesses nothing.
    if (credential.kind === 'cookie') throw sessionOver();
    const waitMs = this.#throttle.waitMs(address);
    this.#count(address);
    throw waitMs > 0 ? tooManyGuesses(waitMs) : wrong();
  }

  /** The first, tenth, hundredth…: who guesses must not fill the log either. */
  #count(address: string): void {
    const failures = this.#throttle.fail(address);
    if (!Number.isInteger(Math.log10(failures))) return;
    this.log.warn({ address, failures }, 'a wrong token was shown');
    this.audit.note({ action: 'token.refused', who: 'unknown', address, subject: 'token', after: { failures } });
  }
}

function missing(): Problem {
  return new Problem(401, {
    code: 'token_missing',
    message: 'This needs a token or a login.',
    remedy: 'Send `Authorization: Bearer <token>`, or log in on the dashboard.',
  });
}

function wrong(): Problem {
  return new Problem(401, {
    code: 'token_wrong',
    message: 'The token is wrong, over or revoked.',
    remedy: 'Send `Authorization: Bearer <token>`; the token is VITRINE_TOKEN, or one that was made on the page System.',
  });
}

function sessionOver(): Problem {
  return new Problem(401, { code: 'session_over', message: 'The session is over.', remedy: 'Log in again.' });
}

export function tooManyGuesses(waitMs: number): Problem {
  const seconds = Math.ceil(waitMs / 1000);
  return new Problem(
    429,
    {
      code: 'too_many_failures',
      message: 'Too many wrong tries.',
      remedy: `Wait ${seconds} s and try again.`,
    },
    { 'Retry-After': String(seconds) },
  );
}

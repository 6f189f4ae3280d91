import type { Me } from '@vitrine/contracts';
import type { Request, Response } from 'express';
import type { Origins } from '../http/origins.js';
import type { UserRecord } from './records.js';
import { viewOf, type Principal } from './principal.js';
import type { NewSession, SessionBook } from './session-book.js';
import type { SessionCookie } from './session-cookie.js';

/** For the list of sessions: what the browser calls itself. */
const LONGEST_LABEL = 120;

/** What every way of logging in has in common: what is asked of the request before, and the cookie after. */
export class Entrance {
  constructor(
    private readonly sessions: SessionBook,
    private readonly cookie: SessionCookie,
    private readonly origins: Origins,
  ) {}

  /** A page that logs its visitors in as somebody else is an attack, too. @throws Problem 403 */
  check(request: Request): void {
    if (request.headers.origin !== undefined) this.origins.refuseForeign(request);
    this.cookie.refuseClearText(request);
  }

  async letIn(user: UserRecord, request: Request, response: Response): Promise<Me> {
    const browser = (request.headers['user-agent'] ?? 'unknown').slice(0, LONGEST_LABEL);
    return this.#hand(await this.sessions.open(user, browser), request, response);
  }

  /** @param code of a display's link. @throws Problem 403 */
  async letDisplayIn(code: string, request: Request, response: Response): Promise<Me> {
    return this.#hand(await this.sessions.redeem(code), request, response);
  }

  async letOut(who: Principal, response: Response): Promise<void> {
    if (who.kind === 'session' || who.kind === 'display') await this.sessions.end(who.id);
    this.cookie.clear(response);
  }

  #hand({ session, secret }: NewSession, request: Request, response: Response): Me {
    this.cookie.set(request, response, { secret, expiresAtMs: session.expiresAtMs });
    return viewOf(this.sessions.find(secret)!);
  }
}

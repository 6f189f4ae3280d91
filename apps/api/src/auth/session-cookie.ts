import type { Request, Response } from 'express';
import { Problem } from '../http/problem.js';
import type { Proxies } from '../http/proxies.js';
import { COOKIE } from './credential.js';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Puts the session into the browser's cookie: out of reach of scripts, and never over a network in clear text. */
export class SessionCookie {
  /** @param allowPlain for a closed network without TLS, where the site says so */
  constructor(
    private readonly proxies: Proxies,
    private readonly allowPlain: boolean,
  ) {}

  /** @throws Problem 403 when whoever asks does so over a network without TLS: the password has crossed it, the session shall not */
  set(request: Request, response: Response, { secret, expiresAtMs }: { secret: string; expiresAtMs: number }): void {
    const secure = this.#isSecure(request);
    const name = secure ? COOKIE.secure : COOKIE.plain;
    response.cookie(name, secret, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      maxAge: expiresAtMs - Date.now(),
      encode: String,
    });
  }

  clear(response: Response): void {
    response.clearCookie(COOKIE.plain, { path: '/' });
    response.clearCookie(COOKIE.secure, { path: '/', secure: true });
  }

  /** @throws Problem 403 */
  refuseClearText(request: Request): void {
    this.#isSecure(request);
  }

  #isSecure(request: Request): boolean {
    // A browser that came by https to a proxy that does not say so names https as its origin.
    if (this.proxies.isSecure(request) || request.headers.origin?.startsWith('https://')) return true;
    if (this.allowPlain || LOOPBACK.test(this.proxies.addressOf(request))) return false;
    throw new Problem(403, {
      code: 'clear_text',
      message: 'A login would cross the network in clear text.',
      remedy:
        'Open the service by https (docs/operations.md, "Behind a proxy"), or set `http.loginWithoutTls: true` in a closed network.',
    });
  }
}

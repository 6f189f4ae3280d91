import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { Problem } from './problem.js';
import type { Proxies } from './proxies.js';

/** Which pages may speak to this service. */
export class Origins {
  readonly #complained = new Set<string>();

  /** @param publicOrigins such as `https://vitrine.example.org`, as people see the service */
  constructor(
    private readonly publicOrigins: readonly string[],
    private readonly proxies: Proxies,
    private readonly log: Logger,
  ) {}

  /** Browsers say where a page comes from; programs say nothing. */
  isOwn(origin: string, request: IncomingMessage): boolean {
    if (this.publicOrigins.includes(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === this.proxies.hostOf(request);
  }

  /** For requests that a cookie opens. @throws Problem 403 for a page of another site, and for one that does not say where it is from */
  refuseForeign(request: IncomingMessage): void {
    const { origin } = request.headers;
    if (origin !== undefined && this.isOwn(origin, request)) return;
    if (origin === undefined && request.headers['sec-fetch-site'] === 'same-origin') return;
    this.complain(origin ?? 'none', request);
    throw new Problem(403, {
      code: 'foreign_origin',
      message: 'This was asked by a page of another site.',
      remedy: `Use the dashboard that this service serves. ${this.remedyFor(origin ?? 'none')}`,
    });
  }

  /** Once for each origin: the remedy is a setting. */
  complain(origin: string, request: IncomingMessage): void {
    const shown = origin.slice(0, 200);
    if (this.#complained.has(shown) || this.#complained.size >= 100) return;
    this.#complained.add(shown);
    const host = this.proxies.hostOf(request) ?? 'none';
    this.log.warn({ origin: shown, host }, `a page of another origin was refused. ${this.remedyFor(shown)}`);
  }

  remedyFor(origin: string): string {
    return `If this is your proxy, add \`${origin.slice(0, 200)}\` to \`http.publicOrigins\` (docs/operations.md, "Behind a proxy").`;
  }
}

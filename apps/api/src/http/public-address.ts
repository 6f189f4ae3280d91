import type { IncomingMessage } from 'node:http';
import type { Proxies } from './proxies.js';

/** How the service is called from outside. */
export class PublicAddress {
  /** @param publicOrigins the first is what links are made of. @param basePath such as `/vitrine`, or empty */
  constructor(
    private readonly publicOrigins: readonly string[],
    readonly basePath: string,
    private readonly proxies: Proxies,
  ) {}

  /** @param path without a leading slash. @returns the address under which whoever asks reaches it */
  of(request: IncomingMessage, path: string): string {
    const { proxies } = this;
    const seen = `${proxies.isSecure(request) ? 'https' : 'http'}://${proxies.hostOf(request) ?? 'localhost'}`;
    return `${this.publicOrigins[0] ?? seen}${this.basePath}/${path}`;
  }
}

import type { IncomingMessage } from 'node:http';
import proxyaddr from 'proxy-addr';

type Trust = (address: string, hop: number) => boolean;

/** Proxies whose word on address, host and TLS is taken; nobody else's is. */
export class Proxies {
  readonly trust: Trust;

  /** @param networks such as `127.0.0.1` or `10.0.0.0/8`. @throws TypeError for what is neither an address nor a network */
  constructor(networks: readonly string[]) {
    this.trust = proxyaddr.compile([...networks]);
  }

  /** @returns the address of who asks, or the proxy's own where it is not trusted */
  addressOf(request: IncomingMessage): string {
    return proxyaddr(request, this.trust);
  }

  /** @returns the host that the browser asked for, as far as this is known here */
  hostOf(request: IncomingMessage): string | undefined {
    return this.#forwarded(request, 'x-forwarded-host') ?? request.headers.host;
  }

  isSecure(request: IncomingMessage): boolean {
    if ('encrypted' in request.socket && request.socket.encrypted === true) return true;
    return this.#forwarded(request, 'x-forwarded-proto') === 'https';
  }

  #forwarded(request: IncomingMessage, header: string): string | undefined {
    const value = request.headers[header];
    const peer = request.socket.remoteAddress;
    if (typeof value !== 'string' || peer === undefined || !this.trust(peer, 0)) return undefined;
    // The nearest proxy's word comes last, but the first is what the browser saw.
    return value.split(',')[0]!.trim();
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { AccessChanges } from '../auth/access-changes.js';
import { credentialOf, type Credential } from '../auth/credential.js';
import { Doorkeeper } from '../auth/doorkeeper.js';
import type { Principal } from '../auth/principal.js';
import { withoutBasePath } from '../http/base-path.js';
import { Origins } from '../http/origins.js';
import { Problem } from '../http/problem.js';
import { Proxies } from '../http/proxies.js';
import { PublicAddress } from '../http/public-address.js';

const PATH = '/ws/v1';

/** What is known of a connection before it stands. */
export interface Visitor {
  readonly address: string;
  readonly credential: Credential | null;
}

/** Looks at who wants to open a WebSocket, before anything is spent on them. */
@Injectable()
export class LiveDoor {
  constructor(
    @Inject(Doorkeeper) private readonly door: Doorkeeper,
    @Inject(Origins) private readonly origins: Origins,
    @Inject(Proxies) private readonly proxies: Proxies,
    @Inject(PublicAddress) private readonly address: PublicAddress,
    @Inject(AccessChanges) private readonly changes: AccessChanges,
  ) {}

  /** @returns null when the connection was refused and answered */
  look(request: IncomingMessage, socket: Duplex): Visitor | null {
    const path = withoutBasePath(request.url ?? '', this.address.basePath).split('?')[0];
    if (path !== PATH) return refuse(socket, '404 Not Found', `The WebSocket is at ${PATH}.`);
    const { origin } = request.headers;
    if (origin !== undefined && !this.origins.isOwn(origin, request)) {
      this.origins.complain(origin, request);
      return refuse(socket, '403 Forbidden', `A page of another origin. ${this.origins.remedyFor(origin)}`);
    }
    const credential = credentialOf(request.headers);
    // Only browsers send cookies, and every browser names the page's origin here.
    if (credential?.kind === 'cookie' && origin === undefined)
      return refuse(socket, '403 Forbidden', 'A session’s cookie without an Origin header. Programs use a token.');
    return { address: this.proxies.addressOf(request), credential };
  }

  /** @returns null for what opens nothing; a wrong token is counted against the address */
  admit(credential: Credential, address: string): Principal | null {
    try {
      return this.door.admit(credential, address);
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  find(credential: Credential): Principal | null {
    return this.door.find(credential);
  }

  onChanges(listener: () => void): void {
    this.changes.listen(listener);
  }
}

/** Says no in HTTP, since there is no WebSocket yet. @param why plain words for whoever looks at the answer */
export function refuse(socket: Duplex, status: string, why: string): null {
  socket.on('error', () => undefined);
  const body = `${why}\n`;
  const headers = ['Connection: close', 'Content-Type: text/plain; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`];
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
  return null;
}

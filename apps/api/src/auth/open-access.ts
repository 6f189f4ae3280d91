import type { Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Logger } from 'pino';
import { Audit } from '../audit/audit.js';
import { Origins } from '../http/origins.js';
import { Proxies } from '../http/proxies.js';
import { PublicAddress } from '../http/public-address.js';
import type { AuditLog } from '../store/audit-log.js';
import type { TokenStore } from '../store/token-store.js';
import type { UserStore } from '../store/user-store.js';
import { AccessChanges } from './access-changes.js';
import { AccessGuard } from './access.guard.js';
import { Doorkeeper } from './doorkeeper.js';
import { Entrance } from './entrance.js';
import { FirstAdminLink } from './first-admin.js';
import { Login } from './login.js';
import { Oidc, type OidcSettings } from './oidc.js';
import { Passwords } from './passwords.js';
import { SessionBook } from './session-book.js';
import { SessionCookie } from './session-cookie.js';
import { TokenBook } from './token-book.js';
import { UserBook } from './user-book.js';

export interface HttpSettings {
  /** How people see the service, such as `https://vitrine.example.org`. */
  readonly publicOrigins: readonly string[];
  /** Addresses or networks whose forwarded headers are taken. */
  readonly trustedProxies: readonly string[];
  /** Below which a proxy shows the service, such as `/vitrine`; empty for none. */
  readonly basePath: string;
  readonly loginWithoutTls: boolean;
}

export interface AccessOptions {
  readonly adminToken: string;
  readonly http: HttpSettings;
  readonly oidc: OidcSettings | null;
  readonly stores: { users: UserStore; tokens: TokenStore; audit: AuditLog };
  readonly log: Logger;
}

/** Who may come in, as Nest is to know it, and what the start has to say about it. */
export interface OpenedAccess {
  readonly providers: readonly Provider[];
  readonly proxies: Proxies;
  /** Of the link that makes the first admin; null when there are users. */
  readonly firstAdminCode: string | null;
}

/** Wires everything about access by hand and reads what is stored of it. */
export async function openAccess({ adminToken, http, oidc, stores, log }: AccessOptions): Promise<OpenedAccess> {
  const changes = new AccessChanges();
  const audit = new Audit(stores.audit, log);
  const proxies = new Proxies(http.trustedProxies);
  const origins = new Origins(http.publicOrigins, proxies, log);
  const users = new UserBook(stores.users, new Passwords(), changes);
  const tokens = new TokenBook(adminToken, stores.tokens, users, changes);
  const sessions = new SessionBook(stores.tokens, users, changes);
  const login = new Login(users, audit, log);
  const firstAdmin = new FirstAdminLink(users);
  for (const book of [users, tokens, sessions, login]) await book.load();
  const known: [unknown, object][] = [
    [AccessChanges, changes],
    [Audit, audit],
    [Proxies, proxies],
    [Origins, origins],
    [PublicAddress, new PublicAddress(http.publicOrigins, http.basePath, proxies)],
    [UserBook, users],
    [TokenBook, tokens],
    [SessionBook, sessions],
    [Login, login],
    [FirstAdminLink, firstAdmin],
    [Entrance, new Entrance(sessions, new SessionCookie(proxies, http.loginWithoutTls), origins)],
    [Oidc, new Oidc(oidc, log)],
    [Doorkeeper, new Doorkeeper(tokens, sessions, audit, log)],
  ];
  const providers: Provider[] = known.map(([provide, useValue]) => ({ provide: provide as symbol, useValue }));
  return {
    providers: [...providers, { provide: APP_GUARD, useClass: AccessGuard }],
    proxies,
    firstAdminCode: firstAdmin.open(),
  };
}

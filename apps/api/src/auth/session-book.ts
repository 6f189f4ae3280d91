import { DISPLAY_SCOPES, type DisplayCreate, type SessionView } from '@vitrine/contracts';
import { Problem } from '../http/problem.js';
import type { TokenStore } from '../store/token-store.js';
import type { AccessChanges } from './access-changes.js';
import { commonCameras, mayMind, type Principal } from './principal.js';
import { sessionFrom, storedToken, type SessionRecord, type UserRecord } from './records.js';
import { newId, newSecret, sha256 } from './secrets.js';
import { rightsOf, type UserBook } from './user-book.js';

/** A browser that is not used for this long is logged out. */
export const SESSION_MS = 12 * 3_600_000;
const DAY_MS = 86_400_000;
/** How exact `lastSeenAtMs` is; a write for each request would be one too many. */
const SEEN_NOTED_EVERY_MS = 60_000;
const MAX_SESSIONS_PER_USER = 20;
/** From making a display to opening its link on the screen. */
const CODE_MS = 3_600_000;

export interface NewSession {
  readonly session: SessionRecord;
  /** The cookie's value; only its hash is kept. */
  readonly secret: string;
}

export interface NewDisplay {
  readonly session: SessionRecord;
  /** Of the link that makes a screen this display. */
  readonly code: string;
}

/** Browsers that are logged in, and wall screens. */
export class SessionBook {
  /** By the hash of the secret. */
  readonly #sessions = new Map<string, SessionRecord>();
  /** By the hash of the code. A restart forgets them; the display is then made anew. */
  readonly #displayCodes = new Map<string, { sessionId: string; untilMs: number }>();

  constructor(
    private readonly store: TokenStore,
    private readonly users: UserBook,
    private readonly changes: AccessChanges,
  ) {}

  async load(): Promise<void> {
    await this.store.removeExpired(Date.now());
    const stored = [...(await this.store.list('session')), ...(await this.store.list('display'))];
    for (const session of stored.map(sessionFrom)) this.#sessions.set(session.secretSha256, session);
  }

  /** @param label such as the browser's name */
  async open(user: UserRecord, label: string): Promise<NewSession> {
    await this.#makeRoom(user.id);
    return this.#add({ userId: user.id, kind: 'session', label, view: null, cameraIds: null }, SESSION_MS);
  }

  /** @param code of a display's link: good once, and for an hour. @throws Problem 403 */
  async redeem(code: string): Promise<NewSession> {
    const found = this.#displayCodes.get(sha256(code));
    const session = found && [...this.#sessions.values()].find(({ id }) => id === found.sessionId);
    this.#displayCodes.delete(sha256(code));
    if (!session || found.untilMs < Date.now()) throw codeWrong();
    const secret = newSecret();
    const renewed = { ...session, secretSha256: sha256(secret), lastSeenAtMs: Date.now() };
    await this.store.save(storedToken(renewed.kind, renewed));
    this.#sessions.delete(session.secretSha256);
    this.#sessions.set(renewed.secretSha256, renewed);
    return { session: renewed, secret };
  }

  /** For a wall screen: read-only, one view, as long as its maker is there. @param userId null for the admin token's */
  async openDisplay(userId: string | null, { label, view, cameraIds, expiresInDays }: DisplayCreate): Promise<NewDisplay> {
    const { session } = await this.#add({ userId, kind: 'display', label, view, cameraIds }, expiresInDays * DAY_MS);
    const code = newSecret();
    for (const [key, { untilMs }] of this.#displayCodes) if (untilMs < Date.now()) this.#displayCodes.delete(key);
    this.#displayCodes.set(sha256(code), { sessionId: session.id, untilMs: Date.now() + CODE_MS });
    return { session, code };
  }

  /** @param secret the cookie's value. @returns null for one that is wrong, over, revoked, or of a user who is switched off */
  find(secret: string): Principal | null {
    const session = this.#sessions.get(sha256(secret));
    if (!session || session.expiresAtMs <= Date.now()) return null;
    const user = session.userId === null ? null : this.users.active(session.userId);
    if (!user && session.userId !== null) return null;
    return principalOf(this.#noteSeen(session), user);
  }

  /** @returns those of the principal's user, or all */
  list(of: Principal): SessionView[] {
    return [...this.#sessions.values()]
      .filter(({ userId, expiresAtMs }) => expiresAtMs > Date.now() && mayMind(of, userId))
      .map((session) => this.viewOf(session, of))
      .toSorted((a, b) => b.lastSeenAtMs - a.lastSeenAtMs);
  }

  viewOf({ secretSha256: _, userId, ...session }: SessionRecord, of: Principal): SessionView {
    const userName = userId === null ? 'admin token' : (this.users.active(userId)?.name ?? 'a user who is gone');
    return { ...session, userName, current: session.id === of.id };
  }

  /** @throws Problem 404 */
  async revoke(by: Principal, id: string): Promise<SessionView> {
    const session = [...this.#sessions.values()].find((candidate) => candidate.id === id);
    if (!session || !mayMind(by, session.userId)) throw unknown();
    await this.#end(session);
    this.changes.announce();
    return this.viewOf(session, by);
  }

  async end(id: string): Promise<void> {
    const session = [...this.#sessions.values()].find((candidate) => candidate.id === id);
    if (session) await this.#end(session);
    this.changes.announce();
  }

  /** A changed password ends what was opened with the old one. */
  async revokeAllOf(userId: string, but: string | null): Promise<void> {
    for (const session of [...this.#sessions.values()])
      if (session.userId === userId && session.kind === 'session' && session.id !== but) await this.#end(session);
    this.changes.announce();
  }

  /** Of a user who is no more; their tokens go with them. */
  async forget(userId: string): Promise<void> {
    await this.store.removeOfUser(userId);
    for (const [secret, session] of this.#sessions) if (session.userId === userId) this.#sessions.delete(secret);
    this.changes.announce();
  }

  async #add(what: Pick<SessionRecord, 'userId' | 'kind' | 'label' | 'view' | 'cameraIds'>, lifeMs: number) {
    const [secret, now] = [newSecret(), Date.now()];
    const times = { createdAtMs: now, lastSeenAtMs: now, expiresAtMs: now + lifeMs };
    const session: SessionRecord = { id: newId(), secretSha256: sha256(secret), ...what, ...times };
    await this.store.save(storedToken(session.kind, session));
    this.#sessions.set(session.secretSha256, session);
    return { session, secret };
  }

  async #makeRoom(userId: string): Promise<void> {
    const own = [...this.#sessions.values()].filter((session) => session.userId === userId && session.kind === 'session');
    const tooMany = own.toSorted((a, b) => b.lastSeenAtMs - a.lastSeenAtMs).slice(MAX_SESSIONS_PER_USER - 1);
    for (const session of tooMany) await this.#end(session);
  }

  async #end(session: SessionRecord): Promise<void> {
    await this.store.remove(session.id);
    this.#sessions.delete(session.secretSha256);
  }

  /** A browser's session slides; a display's end was set when it was made. */
  #noteSeen(session: SessionRecord): SessionRecord {
    const now = Date.now();
    if (now - session.lastSeenAtMs < SEEN_NOTED_EVERY_MS) return session;
    const expiresAtMs = session.kind === 'session' ? now + SESSION_MS : session.expiresAtMs;
    const seen = { ...session, lastSeenAtMs: now, expiresAtMs };
    this.#sessions.set(seen.secretSha256, seen);
    void this.store.save(storedToken(seen.kind, seen)).catch(() => undefined);
    return seen;
  }
}

function principalOf(session: SessionRecord, user: UserRecord | null): Principal {
  const { id, kind, label, view, expiresAtMs } = session;
  const rights = user ? rightsOf(user) : SITES_OWN;
  const cameraIds = commonCameras(session.cameraIds, rights.cameraIds);
  if (kind === 'session') return { ...rights, kind, id, name: user?.name ?? label, view: null, cameraIds, expiresAtMs };
  const scopes = new Set(DISPLAY_SCOPES.filter((scope) => rights.scopes.has(scope)));
  return { ...rights, kind, id, name: `display ${label}`, role: null, scopes, cameraIds, view, expiresAtMs };
}

/** Of displays that the admin token made. */
const SITES_OWN = { userId: null, role: null, scopes: new Set(DISPLAY_SCOPES), cameraIds: null };

function unknown(): Problem {
  return new Problem(404, {
    code: 'session_unknown',
    message: 'There is no such session.',
    remedy: 'GET /api/v1/sessions lists them.',
    field: 'id',
  });
}

function codeWrong(): Problem {
  return new Problem(403, {
    code: 'code_wrong',
    message: 'This link was used already, or is too old.',
    remedy: 'Make the display anew on the page System.',
    field: 'code',
  });
}

import { SCOPES, type Scope, type TokenCreate, type TokenCreated, type TokenView } from '@vitrine/contracts';
import { Problem } from '../http/problem.js';
import type { TokenStore } from '../store/token-store.js';
import type { AccessChanges } from './access-changes.js';
import { commonCameras, mayMind, type Principal } from './principal.js';
import { storedToken, tokenFrom, type TokenRecord } from './records.js';
import { formatToken, isSameSecret, newId, newSecret, parseToken, sha256 } from './secrets.js';
import { refuseMoreThan } from './no-more-than-maker.js';
import { rightsOf, type UserBook } from './user-book.js';

const DAY_MS = 86_400_000;
/** The last use is for people to see which tokens are dead; it need not be exact. */
const USE_NOTED_EVERY_MS = 60_000;
const MAX_TOKENS = 1_000;

const ALL_SCOPES: ReadonlySet<Scope> = new Set(SCOPES);

/** The tokens of machines, and the one of `VITRINE_TOKEN`. */
export class TokenBook {
  readonly #adminSha256: string;
  readonly #tokens = new Map<string, TokenRecord>();

  constructor(
    adminToken: string,
    private readonly store: TokenStore,
    private readonly users: UserBook,
    private readonly changes: AccessChanges,
  ) {
    this.#adminSha256 = sha256(adminToken);
  }

  async load(): Promise<void> {
    for (const token of (await this.store.list('machine')).map(tokenFrom)) this.#tokens.set(token.id, token);
  }

  /** @returns whose token it is; null for one that is wrong, over, revoked, or of a user who is switched off */
  find(token: string): Principal | null {
    if (isSameSecret(token, this.#adminSha256)) return ADMIN;
    const parsed = parseToken(token);
    const stored = parsed && this.#tokens.get(parsed.id);
    if (!stored || !isSameSecret(parsed.secret, stored.secretSha256)) return null;
    if (stored.expiresAtMs !== null && stored.expiresAtMs <= Date.now()) return null;
    const principal = this.#principalOf(stored);
    if (principal) this.#noteUse(stored);
    return principal;
  }

  /** @returns those that the principal made, or all */
  list(of: Principal): TokenView[] {
    return [...this.#tokens.values()]
      .filter((token) => mayMind(of, token.userId))
      .map((token) => this.#viewOf(token))
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  }

  /** @throws Problem 403 when it would get more than its maker has, 409 when there are too many */
  async create(maker: Principal, { name, scopes, cameraIds, expiresInDays }: TokenCreate): Promise<TokenCreated> {
    refuseMoreThan(maker, scopes, cameraIds);
    if (this.#tokens.size >= MAX_TOKENS) throw tooMany();
    const [id, secret, createdAtMs] = [newId(), newSecret(), Date.now()];
    const wanted = expiresInDays === null ? Infinity : createdAtMs + expiresInDays * DAY_MS;
    // What a token makes is over when it is over itself; a session's own end is its browser's.
    const expiresAtMs = Math.min(wanted, maker.kind === 'token' ? (maker.expiresAtMs ?? Infinity) : Infinity);
    const stored: TokenRecord = {
      id,
      name,
      secretSha256: sha256(secret),
      scopes: [...new Set(scopes)],
      cameraIds: cameraIds ?? (maker.cameraIds && [...maker.cameraIds]),
      userId: maker.userId,
      createdAtMs,
      expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
      lastUsedAtMs: null,
    };
    await this.store.save(storedToken('machine', stored));
    this.#tokens.set(id, stored);
    return { ...this.#viewOf(stored), token: formatToken(id, secret) };
  }

  /** @throws Problem 404, also for a token of somebody else that is not this principal's to revoke */
  async revoke(by: Principal, id: string): Promise<TokenView> {
    const view = this.list(by).find((token) => token.id === id);
    if (!view) throw unknown();
    await this.store.remove(id);
    this.#tokens.delete(id);
    this.changes.announce();
    return view;
  }

  #principalOf({ id, name, scopes, cameraIds, userId, expiresAtMs }: TokenRecord): Principal | null {
    const base = { kind: 'token' as const, id, name: `token ${name}`, role: null, view: null, expiresAtMs };
    if (userId === null) return { ...base, userId, scopes: new Set(scopes), cameraIds: cameraIds && new Set(cameraIds) };
    const user = this.users.active(userId);
    if (!user) return null;
    const rights = rightsOf(user);
    const allowed = new Set(scopes.filter((scope) => rights.scopes.has(scope)));
    return { ...base, userId, scopes: allowed, cameraIds: commonCameras(cameraIds, rights.cameraIds) };
  }

  #noteUse(token: TokenRecord): void {
    const now = Date.now();
    if (token.lastUsedAtMs !== null && now - token.lastUsedAtMs < USE_NOTED_EVERY_MS) return;
    const used = { ...token, lastUsedAtMs: now };
    this.#tokens.set(token.id, used);
    // A last use that could not be written is not worth refusing the request for.
    void this.store.save(storedToken('machine', used)).catch(() => undefined);
  }

  #viewOf({ secretSha256: _, userId, ...token }: TokenRecord): TokenView {
    const madeBy = userId === null ? 'admin token' : (this.users.active(userId)?.name ?? 'a user who is gone');
    return { ...token, madeBy };
  }
}

const ADMIN: Principal = {
  kind: 'admin-token',
  id: 'admin-token',
  name: 'admin token',
  userId: null,
  role: 'admin',
  scopes: ALL_SCOPES,
  cameraIds: null,
  view: null,
  expiresAtMs: null,
};

function unknown(): Problem {
  return new Problem(404, {
    code: 'token_unknown',
    message: 'There is no such token.',
    remedy: 'GET /api/v1/tokens lists them.',
    field: 'id',
  });
}

function tooMany(): Problem {
  return new Problem(409, {
    code: 'too_many_tokens',
    message: `There are already ${MAX_TOKENS} tokens.`,
    remedy: 'Revoke those that are no longer used.',
  });
}

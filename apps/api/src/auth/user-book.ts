import { SCOPES_BY_ROLE, type Role, type UserCreate, type UserPatch, type UserView } from '@vitrine/contracts';
import { Problem } from '../http/problem.js';
import type { UserStore } from '../store/user-store.js';
import type { AccessChanges } from './access-changes.js';
import type { Passwords } from './passwords.js';
import type { Principal } from './principal.js';
import { storedUser, userFrom, type UserRecord } from './records.js';
import { newId } from './secrets.js';

/** What the identity provider says of somebody. */
export interface OutsideUser {
  /** `<issuer>#<subject>`, which never changes; the name may. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** The people who may log in. Kept in memory, written to the store first. */
export class UserBook {
  readonly #users = new Map<string, UserRecord>();

  constructor(
    private readonly store: UserStore,
    private readonly passwords: Passwords,
    private readonly changes: AccessChanges,
  ) {}

  async load(): Promise<void> {
    for (const user of (await this.store.list()).map(userFrom)) this.#users.set(user.id, user);
  }

  get isEmpty(): boolean {
    return this.#users.size === 0;
  }

  list(): UserView[] {
    return [...this.#users.values()].map(viewOf).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  /** @returns null when there is none or it is switched off */
  active(id: string): UserRecord | null {
    const user = this.#users.get(id);
    return user?.enabled ? user : null;
  }

  /** @returns the user, or null when name or password is wrong, or the user is switched off: nobody is told which. @throws PasswordsBusyError */
  async login(name: string, password: string): Promise<UserRecord | null> {
    const user = this.#byName(name);
    const isRight = await this.passwords.isRight(password, user?.enabled ? user.passwordHash : null);
    if (!isRight || !user) return null;
    return this.#keep({ ...user, lastLoginAtMs: Date.now() });
  }

  /** @throws Problem 409 when the name is taken */
  async create({ name, password, role, cameraIds }: UserCreate): Promise<UserView> {
    this.#refuseTaken(name);
    const passwordHash = await this.passwords.hash(password);
    this.#refuseTaken(name);
    const times = { createdAtMs: Date.now(), lastLoginAtMs: null };
    const user = { id: newId(), name, role, cameraIds, enabled: true, source: 'local' as const, passwordHash, ...times };
    return viewOf(await this.#keep(user));
  }

  /** Adds or renews who comes from the identity provider: its groups decide the role at each login. */
  async fromOutside({ id, name, role }: OutsideUser): Promise<UserRecord | null> {
    const known = this.#users.get(id);
    if (known && !known.enabled) return null;
    const now = Date.now();
    const fresh = { cameraIds: null, enabled: true, source: 'oidc' as const, passwordHash: null, createdAtMs: now };
    const user = await this.#keep({ ...fresh, ...known, id, name, role, lastLoginAtMs: now });
    this.changes.announce();
    return user;
  }

  /** @throws Problem 404, 409 when nobody would be left who may mind the users, 422 for a password that is not ours to set */
  async change(id: string, { password, ...patch }: UserPatch): Promise<UserView> {
    const user = this.#mustFind(id);
    if (password !== undefined && user.source === 'oidc') throw notOurs();
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const passwordHash = password === undefined ? user.passwordHash : await this.passwords.hash(password);
    const changed = { ...user, ...given, passwordHash };
    this.#refuseLastAdminsEnd(changed);
    await this.#keep(changed);
    this.changes.announce();
    return viewOf(changed);
  }

  /** @throws Problem 404, 409 */
  async remove(id: string): Promise<UserView> {
    const user = this.#mustFind(id);
    this.#refuseLastAdminsEnd({ ...user, enabled: false });
    await this.store.remove(id);
    this.#users.delete(id);
    this.changes.announce();
    return viewOf(user);
  }

  view(id: string): UserView {
    return viewOf(this.#mustFind(id));
  }

  async #keep(user: UserRecord): Promise<UserRecord> {
    await this.store.save(storedUser(user));
    this.#users.set(user.id, user);
    return user;
  }

  #byName(name: string): UserRecord | undefined {
    const wanted = folded(name);
    return [...this.#users.values()].find((user) => user.source === 'local' && folded(user.name) === wanted);
  }

  #refuseTaken(name: string): void {
    if (!this.#byName(name)) return;
    throw new Problem(409, {
      code: 'user_exists',
      message: `There is already a user \`${name}\`.`,
      remedy: 'Choose another name, or change that user.',
      field: 'name',
    });
  }

  #refuseLastAdminsEnd(changed: UserRecord): void {
    const isAdmin = (user: UserRecord) => user.enabled && user.role === 'admin';
    if (isAdmin(changed) || !isAdmin(this.#users.get(changed.id)!)) return;
    if ([...this.#users.values()].some((user) => user.id !== changed.id && isAdmin(user))) return;
    throw new Problem(409, {
      code: 'last_admin',
      message: 'This is the last admin.',
      remedy: 'Make somebody else an admin first.',
    });
  }

  #mustFind(id: string): UserRecord {
    const user = this.#users.get(id);
    if (user) return user;
    throw new Problem(404, {
      code: 'user_unknown',
      message: 'There is no such user.',
      remedy: 'GET /api/v1/users lists them.',
      field: 'id',
    });
  }
}

/** Names that look the same are the same. */
function folded(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

function viewOf({ passwordHash: _, ...user }: UserRecord): UserView {
  return user;
}

function notOurs(): Problem {
  return new Problem(422, {
    code: 'password_elsewhere',
    message: 'This user’s password is the identity provider’s.',
    remedy: 'Change it there.',
    field: 'password',
  });
}

/** @returns what a user may do, without the session or token that acts for them */
export function rightsOf(user: UserRecord): Pick<Principal, 'role' | 'scopes' | 'cameraIds' | 'userId'> {
  const { id, role, cameraIds } = user;
  return { userId: id, role, scopes: new Set(SCOPES_BY_ROLE[role]), cameraIds: cameraIds && new Set(cameraIds) };
}

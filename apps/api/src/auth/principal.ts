import type { Me, Role, Scope } from '@vitrine/contracts';

/** Who asks, and what they may. */
export interface Principal {
  readonly kind: Me['kind'];
  /** Of the token, the session or, for the admin token, `admin-token`. */
  readonly id: string;
  /** As the audit log writes it. */
  readonly name: string;
  /** The user behind it; null for the admin token and for tokens made with it. */
  readonly userId: string | null;
  readonly role: Role | null;
  readonly scopes: ReadonlySet<Scope>;
  /** Null for all cameras, those to come too. */
  readonly cameraIds: ReadonlySet<string> | null;
  /** The page that a display session is bound to. */
  readonly view: string | null;
  readonly expiresAtMs: number | null;
}

export function maySee(principal: Principal, cameraId: string): boolean {
  return principal.cameraIds === null || principal.cameraIds.has(cameraId);
}

/** Their own tokens and sessions are a person's business; what belongs to others, or to nobody, is for who minds users. */
export function mayMind(principal: Principal, userId: string | null): boolean {
  if (principal.scopes.has('users:write')) return true;
  return principal.kind === 'session' && principal.userId === userId;
}

/** @returns what two lists of cameras have in common, where null is all of them */
export function commonCameras(one: Iterable<string> | null, other: ReadonlySet<string> | null): ReadonlySet<string> | null {
  if (one === null) return other;
  return new Set(other === null ? one : [...one].filter((id) => other.has(id)));
}

export function viewOf(principal: Principal): Me {
  const { kind, name, role, scopes, cameraIds, view, expiresAtMs } = principal;
  return { kind, name, role, scopes: [...scopes], cameraIds: cameraIds && [...cameraIds], view, expiresAtMs };
}

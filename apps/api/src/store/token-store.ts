/** A secret that somebody shows: a machine's token, a browser's session, a wall screen. The secret itself is never here, only its hash. */
export interface StoredToken {
  /** Public part of the secret, or the hash by which it is found. */
  readonly id: string;
  /** Such as `machine`, `session`, `display`, `invitation`. */
  readonly kind: string;
  /** Whose it is; null for one that belongs to nobody. */
  readonly userId: string | null;
  /** UTC epoch ms; null for one that does not expire. */
  readonly expiresAtMs: number | null;
  /** JSON; whoever saved it parses it. */
  readonly details: unknown;
}

/** Tokens and sessions. Each call is atomic. */
export abstract class TokenStore {
  abstract find(id: string): Promise<StoredToken | null>;
  /** In the order of their ids. */
  abstract list(kind: string): Promise<StoredToken[]>;
  /** Adds one or replaces the one with its id. */
  abstract save(token: StoredToken): Promise<void>;
  /** @returns whether there was one */
  abstract remove(id: string): Promise<boolean>;
  /** @returns how many were removed */
  abstract removeOfUser(userId: string): Promise<number>;
  /** @returns how many had expired and were removed */
  abstract removeExpired(nowMs: number): Promise<number>;
}

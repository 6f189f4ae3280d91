export interface StoredUser {
  readonly id: string;
  /** JSON; whoever saved it parses it. */
  readonly details: unknown;
}

/** Who may sign in. Each call is atomic. */
export abstract class UserStore {
  abstract find(id: string): Promise<StoredUser | null>;
  /** In the order of their ids. */
  abstract list(): Promise<StoredUser[]>;
  /** Adds one or replaces the one with its id. */
  abstract save(user: StoredUser): Promise<void>;
  /** @returns whether there was one */
  abstract remove(id: string): Promise<boolean>;
}

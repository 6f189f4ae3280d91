export interface StoredPolicy {
  /** From 1; the highest holds. */
  readonly version: number;
  /** UTC epoch ms from which it holds. */
  readonly fromMs: number;
  /** JSON; whoever saved it parses it. */
  readonly policy: unknown;
}

/** Every version of the policy that ever held: counts keep the version under which they were counted. */
export abstract class PolicyStore {
  /** Ascending. */
  abstract list(): Promise<StoredPolicy[]>;
  /** @throws when there is that version already */
  abstract append(policy: StoredPolicy): Promise<void>;
}

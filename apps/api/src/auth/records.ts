import { cameraListSchema, roleSchema, scopeSchema } from '@vitrine/contracts';
import { z } from 'zod';
import type { StoredToken } from '../store/token-store.js';
import type { StoredUser } from '../store/user-store.js';

const epochMs = z.number().int().nonnegative();

/** A user as the store keeps it. */
const userRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  cameraIds: cameraListSchema,
  enabled: z.boolean(),
  source: z.enum(['local', 'oidc']),
  /** argon2id in its own text form; null for whom the identity provider knows. */
  passwordHash: z.string().nullable(),
  createdAtMs: epochMs,
  lastLoginAtMs: epochMs.nullable(),
});
export type UserRecord = z.infer<typeof userRecordSchema>;

/** What a machine's token and a browser's session have in common. */
const secretFields = {
  id: z.string(),
  /** SHA-256 of the secret, hex. The secret itself is shown once and kept nowhere. */
  secretSha256: z.string(),
  /** Whose rights bound it; null when it was made with the admin token. */
  userId: z.string().nullable(),
  cameraIds: cameraListSchema,
  createdAtMs: epochMs,
};

const tokenRecordSchema = z.object({
  ...secretFields,
  name: z.string(),
  scopes: z.array(scopeSchema),
  expiresAtMs: epochMs.nullable(),
  lastUsedAtMs: epochMs.nullable(),
});
export type TokenRecord = z.infer<typeof tokenRecordSchema>;

const sessionRecordSchema = z.object({
  ...secretFields,
  kind: z.enum(['session', 'display']),
  label: z.string(),
  /** The page that a display is bound to; null for a browser's session. */
  view: z.string().nullable(),
  lastSeenAtMs: epochMs,
  expiresAtMs: epochMs,
});
export type SessionRecord = z.infer<typeof sessionRecordSchema>;

export const userFrom = ({ details }: StoredUser): UserRecord => userRecordSchema.parse(details);
export const storedUser = (user: UserRecord): StoredUser => ({ id: user.id, details: user });

export const tokenFrom = ({ details }: StoredToken): TokenRecord => tokenRecordSchema.parse(details);
export const sessionFrom = ({ details }: StoredToken): SessionRecord => sessionRecordSchema.parse(details);

export function storedToken(kind: 'machine' | SessionRecord['kind'], record: TokenRecord | SessionRecord): StoredToken {
  const { id, userId, expiresAtMs } = record;
  return { id, kind, userId, expiresAtMs, details: record };
}

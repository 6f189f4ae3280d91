import { z } from 'zod';

/** What is written down for good: who did what, when, and how it was before and after. */
export const AUDIT_ACTIONS = [
  'login',
  'login.failed',
  'logout',
  'first-admin',
  'user.create',
  'user.change',
  'user.delete',
  'session.revoke',
  'display.create',
  'token.create',
  'token.revoke',
  'token.refused',
  'camera.create',
  'camera.change',
  'camera.delete',
  'policy.change',
  'export.create',
  'preview.open',
  'webhook.create',
  'webhook.change',
  'webhook.delete',
  'key.rotate',
] as const;
export const auditActionSchema = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof auditActionSchema>;

/** One row. Never holds a password, a token or an address's credentials. */
export const auditRowSchema = z.object({
  /** Ascending in the order of writing. */
  id: z.number().int().nonnegative(),
  atMs: z.number().int().nonnegative(),
  /** The name of the user, token or display; for a failed login the name that was tried. */
  actor: z.string(),
  /** Of the machine that asked; null for what the service did by itself. */
  address: z.string().nullable(),
  /** One of AUDIT_ACTIONS, or of another release. */
  action: z.string(),
  /** What it was done to, such as a camera's id. */
  subject: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

export const auditQuerySchema = z
  .object({
    /** Newest first; the rows that were written before this one. */
    beforeId: z.coerce.number().int().nonnegative().optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
    /** Only rows of this action. */
    action: auditActionSchema.optional(),
  })
  .strict();
export type AuditQuery = z.infer<typeof auditQuerySchema>;

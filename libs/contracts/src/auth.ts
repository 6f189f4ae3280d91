import { z } from 'zod';
import { cameraIdSchema } from './camera.js';

/** What a principal may do. Every REST handler and every live topic names the one that it needs. */
export const SCOPES = [
  'stats:read',
  'live:read',
  'preview:read',
  'cameras:read',
  'cameras:write',
  'policy:write',
  'exports:create',
  'users:write',
  'system:read',
] as const;
export const scopeSchema = z.enum(SCOPES);
export type Scope = z.infer<typeof scopeSchema>;

/** Viewers watch, analysts ask, operators also mind the cameras, admins do everything. An analyst sees no living person. */
export const SCOPES_BY_ROLE = {
  viewer: ['stats:read', 'live:read', 'cameras:read', 'system:read'],
  analyst: ['stats:read', 'cameras:read', 'exports:create', 'system:read'],
  operator: ['stats:read', 'live:read', 'preview:read', 'cameras:read', 'cameras:write', 'exports:create', 'system:read'],
  admin: SCOPES,
} as const satisfies Record<string, readonly Scope[]>;

export type Role = keyof typeof SCOPES_BY_ROLE;
export const ROLES = Object.keys(SCOPES_BY_ROLE) as [Role, ...Role[]];
export const roleSchema = z.enum(ROLES);

/** A wall screen's: figures, no pictures, nothing that can be changed. */
export const DISPLAY_SCOPES: readonly Scope[] = SCOPES_BY_ROLE.viewer;

const epochMs = z.number().int().nonnegative();

/** Null for all cameras, those to come too. */
export const cameraListSchema = z.array(cameraIdSchema).max(1_000).nullable();

export const userNameSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+ -]{0,79}$/u, 'use 1–80 letters, digits, spaces or any of . _ @ + -');

/** Length is what makes a password; rules on its characters only make people write it down. */
export const passwordSchema = z.string().min(12).max(256);

export const userViewSchema = z.object({
  id: z.string(),
  name: userNameSchema,
  role: roleSchema,
  cameraIds: cameraListSchema,
  enabled: z.boolean(),
  /** Who checks the password: this service, or the site's identity provider. */
  source: z.enum(['local', 'oidc']),
  createdAtMs: epochMs,
  lastLoginAtMs: epochMs.nullable(),
});
export type UserView = z.infer<typeof userViewSchema>;

export const userCreateSchema = z
  .object({
    name: userNameSchema,
    password: passwordSchema,
    role: roleSchema,
    cameraIds: cameraListSchema.default(null),
  })
  .strict();
export type UserCreate = z.infer<typeof userCreateSchema>;

export const userPatchSchema = z
  .object({
    role: roleSchema.optional(),
    cameraIds: cameraListSchema.optional(),
    enabled: z.boolean().optional(),
    password: passwordSchema.optional(),
  })
  .strict();
export type UserPatch = z.infer<typeof userPatchSchema>;

export const ownPasswordSchema = z.object({ present: z.string().min(1).max(256), password: passwordSchema }).strict();
export type OwnPassword = z.infer<typeof ownPasswordSchema>;

/** Not checked for form beyond its size: what is wrong with a name or a password is nobody's business before the login. */
export const loginSchema = z.object({ name: z.string().min(1).max(80), password: z.string().min(1).max(256) }).strict();
export type Login = z.infer<typeof loginSchema>;

/** The one-time link that the first start prints ends in `#first-admin=<code>`. */
export const firstAdminSchema = z
  .object({ code: z.string().min(1).max(100), name: userNameSchema, password: passwordSchema })
  .strict();
export type FirstAdmin = z.infer<typeof firstAdminSchema>;

/** Who asks, as the service sees it: what the dashboard shows and hides by. */
export const meSchema = z.object({
  kind: z.enum(['admin-token', 'token', 'session', 'display']),
  name: z.string(),
  role: roleSchema.nullable(),
  scopes: z.array(scopeSchema),
  cameraIds: cameraListSchema,
  /** The address that a display session is bound to, such as `/live?kiosk`. */
  view: z.string().nullable(),
  expiresAtMs: epochMs.nullable(),
});
export type Me = z.infer<typeof meSchema>;

/** How one can log in here; needs no token. */
export const loginMethodsSchema = z.object({
  password: z.boolean(),
  /** Words for the button of the site's identity provider; null where there is none. */
  oidc: z.object({ label: z.string(), startPath: z.string() }).nullable(),
  /** No user exists yet: the log of the first start has a link. */
  firstAdminPending: z.boolean(),
});
export type LoginMethods = z.infer<typeof loginMethodsSchema>;

export const sessionViewSchema = z.object({
  id: z.string(),
  kind: z.enum(['session', 'display']),
  userName: z.string(),
  /** What a display shows; null for a browser's session. */
  view: z.string().nullable(),
  label: z.string(),
  cameraIds: cameraListSchema,
  createdAtMs: epochMs,
  lastSeenAtMs: epochMs,
  expiresAtMs: epochMs,
  /** This is the session that asks. */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

export const displayCreateSchema = z
  .object({
    label: z.string().trim().min(1).max(120),
    /** A path of the dashboard. The session shows it and nothing else. */
    view: z
      .string()
      .max(500)
      .regex(/^\/(?![/\\])[\x21-\x7e]*$/, 'use a path of the dashboard such as /live?kiosk'),
    cameraIds: cameraListSchema.default(null),
    expiresInDays: z.number().int().min(1).max(400).default(90),
  })
  .strict();
export type DisplayCreate = z.infer<typeof displayCreateSchema>;

export const displayCodeSchema = z.object({ code: z.string().min(1).max(100) }).strict();
export type DisplayCode = z.infer<typeof displayCodeSchema>;

/** The link is shown once; the screen that opens it first gets the session. */
export const displayCreatedSchema = z.object({ session: sessionViewSchema, link: z.string() });
export type DisplayCreated = z.infer<typeof displayCreatedSchema>;

export const tokenViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(scopeSchema),
  cameraIds: cameraListSchema,
  /** Who made it; it never may more than that user may now. */
  madeBy: z.string(),
  createdAtMs: epochMs,
  expiresAtMs: epochMs.nullable(),
  lastUsedAtMs: epochMs.nullable(),
});
export type TokenView = z.infer<typeof tokenViewSchema>;

export const tokenCreateSchema = z
  .object({
    name: z.string().trim().min(1).max(120),
    scopes: z.array(scopeSchema).min(1),
    cameraIds: cameraListSchema.default(null),
    /** Null for ever. */
    expiresInDays: z.number().int().min(1).max(3_650).nullable().default(90),
  })
  .strict();
export type TokenCreate = z.infer<typeof tokenCreateSchema>;

/** `token` is shown this once: the service keeps only its hash. */
export const tokenCreatedSchema = tokenViewSchema.extend({ token: z.string() });
export type TokenCreated = z.infer<typeof tokenCreatedSchema>;

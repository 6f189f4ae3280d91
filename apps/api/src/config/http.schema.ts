import { roleSchema } from '@vitrine/contracts';
import proxyaddr from 'proxy-addr';
import { z } from 'zod';

const originSchema = z
  .string()
  .refine(isOrigin, 'is not an origin; write scheme and host and nothing more, such as https://vitrine.example.org');

const networkSchema = z
  .string()
  .refine(isNetwork, 'is neither an address nor a network; write one such as 127.0.0.1 or 10.0.0.0/8');

/** How the service is reached from outside (docs/operations.md, "Behind a proxy"). */
export const httpSchema = z
  .object({
    /** As people see the service. Pages of these origins may use it. */
    publicOrigins: z.array(originSchema).default([]),
    /** Addresses or networks whose forwarded headers (X-Forwarded-For, -Host, -Proto) are taken. */
    trustedProxies: z.array(networkSchema).default([]),
    /** Path below which a proxy shows the service; empty for none. */
    basePath: z
      .string()
      .regex(/^$|^(\/[\w.~-]+)+$/, 'is not a path such as /vitrine, without a slash at its end')
      .default(''),
    /** Logging in by a password over a network without TLS. */
    loginWithoutTls: z.boolean().default(false),
  })
  .strict()
  .prefault({});

/** Login through OpenID Connect. The client's secret is `VITRINE_OIDC_SECRET`. */
export const oidcSchema = z
  .object({
    issuer: z.url({ protocol: /^https?$/ }),
    clientId: z.string().min(1),
    label: z.string().min(1).default('Log in with your company account'),
    /** The claim that lists somebody's groups. */
    groupsClaim: z.string().min(1).default('groups'),
    /** Group → role; of several the one that may most. */
    roles: z.record(z.string(), roleSchema).default({}),
    /** For who is in none of the groups; null lets them not in. */
    defaultRole: roleSchema.nullable().default(null),
  })
  .strict();

/** Where webhooks may go beside the internet. */
export const webhooksSchema = z
  .object({
    /** Networks of this house, such as 10.1.0.0/16. Link-local addresses stay shut whatever stands here. */
    networks: z.array(z.cidrv4().or(z.cidrv6())).default([]),
  })
  .strict()
  .prefault({});

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}

function isNetwork(text: string): boolean {
  try {
    proxyaddr.compile(text);
    return true;
  } catch {
    return false;
  }
}

import type { IncomingHttpHeaders } from 'node:http';

/** What somebody shows to say who they are. */
export type Credential =
  { readonly kind: 'bearer'; readonly token: string } | { readonly kind: 'cookie'; readonly secret: string };

/** Behind TLS the browser itself holds the cookie to this host and to TLS. Plain over loopback, where there is no TLS. */
export const COOKIE = { secure: '__Host-vitrine', plain: 'vitrine-session' } as const;

/** Longer ones are nobody's, and not worth a hash. */
const MAX_LENGTH = 512;

/**
 * An `Authorization` header always wins, and one that cannot be read is wrong, not absent: else a mistyped token would quietly act as
 * whoever is logged in.
 * @returns null when nothing is shown
 */
export function credentialOf({ authorization, cookie }: IncomingHttpHeaders): Credential | null {
  if (authorization !== undefined) return { kind: 'bearer', token: bearerToken(authorization) ?? '' };
  const secret = cookieNamed(COOKIE.secure, cookie) ?? cookieNamed(COOKIE.plain, cookie);
  return secret === null ? null : { kind: 'cookie', secret };
}

/** @returns the token of an `Authorization: Bearer …` header, or null when there is none */
export function bearerToken(authorization: string): string | null {
  if (authorization.length > MAX_LENGTH) return null;
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? null;
}

export function cookieNamed(name: string, header: string | undefined): string | null {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=');
    if (pair.slice(0, equals).trim() === name)
      return pair
        .slice(equals + 1)
        .trim()
        .slice(0, MAX_LENGTH);
  }
  return null;
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** @returns 256 random bits as 43 characters that fit a header, a cookie and an address */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function newId(): string {
  return randomBytes(9).toString('hex');
}

/** A random secret needs no slow hash: there is nothing to guess faster. */
export function sha256(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** In constant time; digests are compared, so that not even the length shows. */
export function isSameSecret(candidate: string, digest: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(candidate), 'hex'), Buffer.from(digest, 'hex'));
}

const TOKEN = /^vtr_([0-9a-f]{18})_([\w-]{43})$/;

/** A token says that it is one of Vitrine's, so that scanners of repositories and logs can find it. */
export function formatToken(id: string, secret: string): string {
  return `vtr_${id}_${secret}`;
}

export function parseToken(token: string): { id: string; secret: string } | null {
  const [, id, secret] = TOKEN.exec(token) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

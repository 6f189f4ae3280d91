import { createHash, timingSafeEqual } from 'node:crypto';
import type { RtspRequest } from './request.js';

const REALM = 'camera';

/** Who may watch, and how they show it: `basic` (RFC 7617) or `digest` (RFC 7616 with MD5 and no qop, as cameras do). */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly scheme: 'basic' | 'digest';
}

/** The `WWW-Authenticate` header of a 401. @param nonce of this connection */
export function challenge({ scheme }: Credentials, nonce: string): string {
  return scheme === 'basic' ? `Basic realm="${REALM}"` : `Digest realm="${REALM}", nonce="${nonce}"`;
}

export function isAuthorised({ method, headers }: RtspRequest, credentials: Credentials, nonce: string): boolean {
  const given = headers.get('authorization') ?? '';
  const { user, password, scheme } = credentials;
  if (scheme === 'basic') return isSame(given, `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const field = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(given)?.[1] ?? '';
  const expected = md5(`${md5(`${user}:${REALM}:${password}`)}:${nonce}:${md5(`${method}:${field('uri')}`)}`);
  return field('username') === user && isSame(field('response'), expected);
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function isSame(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

import { ROLES, type LoginMethods, type Role } from '@vitrine/contracts';
import * as client from 'openid-client';
import type { Logger } from 'pino';
import { Problem } from '../http/problem.js';
import type { OutsideUser } from './user-book.js';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly label: string;
  /** The claim that lists somebody's groups. */
  readonly groupsClaim: string;
  /** Group → role; of several the one that may most. */
  readonly roles: Readonly<Record<string, Role>>;
  /** For who is in none of the groups; null lets them not in. */
  readonly defaultRole: Role | null;
}

const LOGIN_MS = 600_000;
const MAX_PENDING = 1_000;
export const OIDC_START = 'api/v1/auth/oidc/start';

interface Pending {
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly untilMs: number;
}

/** Login through the site's identity provider: authorisation code with PKCE, state bound to the browser. */
export class Oidc {
  readonly #pending = new Map<string, Pending>();
  #provider: Promise<client.Configuration> | null = null;

  constructor(
    private readonly settings: OidcSettings | null,
    private readonly log: Logger,
  ) {}

  get button(): LoginMethods['oidc'] {
    return this.settings && { label: this.settings.label, startPath: OIDC_START };
  }

  /** @returns where the browser goes, and the state that it has to bring back in a cookie. @throws Problem 404, 502 */
  async start(redirectUri: string): Promise<{ url: string; state: string }> {
    const provider = await this.#discover();
    const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
    this.#forget();
    this.#pending.set(state, { verifier, nonce, redirectUri, untilMs: Date.now() + LOGIN_MS });
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope: 'openid profile email groups',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url: url.href, state };
  }

  /**
   * @param query of the address to which the provider sent the browser back. @param cookieState what the browser brought from the start
   * @throws Problem 401 when anything does not fit, 403 for who has no role here
   */
  async finish(query: URLSearchParams, cookieState: string | null): Promise<OutsideUser> {
    const state = query.get('state');
    const pending = state === null || state !== cookieState ? undefined : this.#pending.get(state);
    if (!pending || pending.untilMs < Date.now()) throw startedElsewhere();
    this.#pending.delete(state!);
    const provider = await this.#discover();
    const claims = await this.#claims(provider, new URL(`${pending.redirectUri}?${query.toString()}`), {
      ...pending,
      state: state!,
    });
    return this.#userOf(claims);
  }

  async #claims(provider: client.Configuration, at: URL, { verifier, nonce, state }: Pending & { state: string }) {
    try {
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
      const tokens = await client.authorizationCodeGrant(provider, at, checks);
      return tokens.claims()!;
    } catch (error) {
      this.log.warn({ cause: (error as Error).message }, 'the identity provider refused a login');
      throw new Problem(401, {
        code: 'oidc_refused',
        message: 'The identity provider did not confirm this login.',
        remedy: 'Try again; the service’s log has the provider’s reason.',
      });
    }
  }

  #userOf(claims: client.IDToken): OutsideUser {
    const { groupsClaim, roles, defaultRole } = this.settings!;
    const given = claims[groupsClaim];
    const groups = Array.isArray(given) ? given.map(String) : [];
    const earned = groups.flatMap((group) => (Object.hasOwn(roles, group) ? [roles[group]!] : []));
    const role = ROLES.findLast((candidate) => earned.includes(candidate)) ?? defaultRole;
    const name = [claims['preferred_username'], claims['email'], claims['name']].find((text) => typeof text === 'string');
    if (role !== null) return { id: `${claims.iss}#${claims.sub}`, name: String(name ?? claims.sub).slice(0, 80), role };
    throw new Problem(403, {
      code: 'no_role',
      message: 'You are known, but in no group that may come in here.',
      remedy: 'Ask for one of the groups that `oidc.roles` names.',
    });
  }

  /** Found at the first login and not at the start: the provider may come up after the service. */
  #discover(): Promise<client.Configuration> {
    if (!this.settings) {
      throw new Problem(404, {
        code: 'no_oidc',
        message: 'No identity provider is set up.',
        remedy: 'Log in with name and password, or set `oidc` in the configuration.',
      });
    }
    this.#provider ??= this.#ask(this.settings);
    return this.#provider;
  }

  async #ask({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
    const url = new URL(issuer);
    // Clear text only where it does not leave the machine.
    const plain = url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    const authentication = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
    try {
      return await client.discovery(
        url,
        clientId,
        undefined,
        authentication,
        plain ? { execute: [client.allowInsecureRequests] } : {},
      );
    } catch (error) {
      this.#provider = null;
      this.log.error({ issuer: url.origin, cause: (error as Error).message }, 'the identity provider does not answer');
      throw new Problem(502, {
        code: 'oidc_unreachable',
        message: 'The identity provider does not answer.',
        remedy: 'Check `oidc.issuer` in the configuration; `npm run doctor` asks it, too.',
      });
    }
  }

  #forget(): void {
    for (const [state, { untilMs }] of this.#pending) if (untilMs < Date.now()) this.#pending.delete(state);
    if (this.#pending.size >= MAX_PENDING) this.#pending.delete(this.#pending.keys().next().value!);
  }
}

function startedElsewhere(): Problem {
  return new Problem(401, {
    code: 'oidc_state',
    message: 'This login was not begun in this browser, or too long ago.',
    remedy: 'Begin again on the login page.',
  });
}

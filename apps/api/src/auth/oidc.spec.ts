// A login through a real identity provider: oidc-provider in this process, a browser's cookies by hand.
import Provider from 'oidc-provider';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';

const SECRET = 'a-secret-of-the-client';

let test: TestApp;
let server: Server;
let issuer: string;
let groups: string[];

beforeEach(async () => {
  groups = ['vitrine-operators'];
  server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = `
oidc:
  issuer: ${issuer}
  clientId: vitrine
  label: The company
  roles: { vitrine-operators: operator, vitrine-viewers: viewer }
`;
  test = await startTestApp({ config, oidcSecret: SECRET });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'vitrine',
        client_secret: SECRET,
        redirect_uris: [`${test.app.url}/api/v1/auth/oidc/callback`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email'], groups: ['groups'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: 'Frida', groups }),
    }),
    cookies: { keys: ['only for this test'] },
  });
  server.on('request', (request, response) => void provider.callback()(request, response));
});
afterEach(async () => {
  await test.close();
  server.closeAllConnections();
  server.close();
});

/** Follows redirects as a browser does, and fills the provider's forms of its development pages. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async open(url: string, form?: Record<string, string>): Promise<Response> {
    const host = new URL(url).host;
    const cookie = [...this.#cookies]
      .filter(([name]) => name.startsWith(host))
      .map(([name, value]) => `${name.split(' ')[1]}=${value}`);
    const response = await fetch(url, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: { cookie: cookie.join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '') this.#cookies.delete(`${host} ${name}`);
      else this.#cookies.set(`${host} ${name}`, value!);
    }
    const next = response.headers.get('location');
    if (next && response.status < 400) return this.open(new URL(next, url).href);
    const text = await response.clone().text();
    const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1];
    if (!action) return response;
    const prompt = /name="prompt" value="(\w+)"/.exec(text)![1]!;
    return this.open(new URL(action, url).href, { prompt, ...(prompt === 'login' ? { login: 'frida-1', password: 'any' } : {}) });
  }
}

const start = () => `${test.app.url}/api/v1/auth/oidc/start`;
const me = async (browser: Browser) => (await browser.open(`${test.app.url}/api/v1/auth/me`)).json();

describe('a login through the identity provider', () => {
  it('opens a session with the role of the group, and renews the role at the next', async () => {
    expect((await test.stranger.get('/api/v1/auth/methods')).body.oidc).toEqual({
      label: 'The company',
      startPath: 'api/v1/auth/oidc/start',
    });
    const browser = new Browser();
    expect((await browser.open(start())).status).toBe(200);
    expect(await me(browser)).toMatchObject({ kind: 'session', name: 'Frida', role: 'operator' });
    groups = ['vitrine-viewers', 'others'];
    await browser.open(start());
    expect(await me(browser)).toMatchObject({ name: 'Frida', role: 'viewer' });
    expect((await test.rest.get('/api/v1/users')).body).toMatchObject([{ name: 'Frida', source: 'oidc', role: 'viewer' }]);
  });

  it('lets nobody in who is in none of the groups', async () => {
    groups = ['others'];
    const answer = await new Browser().open(start());
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'no_role']);
  });

  it('that another browser began is refused', async () => {
    const begun = await fetch(start(), { redirect: 'manual' });
    const state = new URL(begun.headers.get('location')!).searchParams.get('state')!;
    const answer = await fetch(`${test.app.url}/api/v1/auth/oidc/callback?code=stolen&state=${state}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'oidc_state']);
  });
});

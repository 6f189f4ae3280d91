// Who has no token, a wrong one, or one for something else, and pages of other sites.
import { ROLES, SCOPES, SCOPES_BY_ROLE, type Scope } from '@vitrine/contracts';
import { createClient } from '@vitrine/client';
import { startService, type RunningService } from '@vitrine/tools';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Route {
  readonly method: string;
  readonly path: string;
  /** Null: no token at all. */
  readonly needs: Scope | 'known' | null;
}

let service: RunningService;
let routes: Route[];
beforeAll(async () => {
  service = await startService();
  type Operation = { description: string };
  const { paths } = await service.request<{ paths: Record<string, Record<string, Operation>> }>('/api/openapi.json');
  routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { description }]) => ({
      method: method.toUpperCase(),
      path,
      needs: needsOf(description),
    })),
  );
}, 120_000);
afterAll(() => service.stop());

function needsOf(description: string): Route['needs'] {
  if (description.includes('no token')) return null;
  return (/`([\w:]+)`/.exec(description)?.[1] as Scope | undefined) ?? 'known';
}

const client = (token: string | null = service.token) => createClient({ baseUrl: service.baseUrl, token });

function ask({ method, path }: Route, headers: Record<string, string>): Promise<Response> {
  const url = service.baseUrl + path.replace(/\{\w+\}/g, 'nothing');
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: '{}' } : {};
  return fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, ...body });
}

describe('without a right', () => {
  it('no route is open that does not say so, whatever is shown for a token', async () => {
    const wrong = [
      '',
      'Bearer',
      'Bearer x',
      `Basic ${btoa(`admin:${service.token}`)}`,
      `Bearer ${service.token}x`,
      `bearer${service.token}`,
    ];
    for (const route of routes.filter(({ needs }) => needs !== null))
      for (const authorization of wrong) {
        const { status } = await ask(route, authorization === '' ? {} : { authorization });
        expect([401, 429], `${route.method} ${route.path} with ${authorization.slice(0, 12)}`).toContain(status);
      }
  });

  it.each(SCOPES)('a token with %s alone gets 403 wherever another scope is needed', async (scope) => {
    const { token } = await client().tokens.create({ name: scope, scopes: [scope] });
    for (const route of routes) {
      if (route.needs === null || route.needs === 'known' || route.needs === scope) continue;
      const { status } = await ask(route, { authorization: `Bearer ${token}` });
      expect(status, `${route.method} ${route.path}`).toBe(403);
    }
  });

  it.each(ROLES)('a %s gives nobody more than they have', async (role) => {
    const person = { name: `Climber ${role}`, password: 'a long enough one', role };
    await client().users.create(person);
    const headers = { 'content-type': 'application/json', origin: service.baseUrl };
    const login = await fetch(`${service.baseUrl}/api/v1/auth/login`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: person.name, password: person.password }),
    });
    const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!;
    for (const scope of SCOPES) {
      const body = JSON.stringify({ name: 'up', scopes: [scope] });
      const { status } = await fetch(`${service.baseUrl}/api/v1/tokens`, {
        method: 'POST',
        headers: { ...headers, cookie },
        body,
      });
      expect(status, scope).toBe((SCOPES_BY_ROLE[role] as readonly Scope[]).includes(scope) ? 201 : 403);
    }
  });
});

describe('guessing', () => {
  it('tokens is slowed and logged, and locks nobody out', async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 300; guess += 1)
      statuses.push(
        (await fetch(`${service.baseUrl}/api/v1/cameras`, { headers: { authorization: `Bearer guess-${guess}` } })).status,
      );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(250);
    await expect.poll(() => service.output()).toContain('a wrong token was shown');
    expect((await client().cameras.list()).length).toBeGreaterThanOrEqual(0);
    expect((await client().audit.list({ limit: 1_000 })).some(({ action }) => action === 'token.refused')).toBe(true);
  });

  it('a password is slowed after a few, also when the right one comes at last', async () => {
    await client().users.create({ name: 'Victim', password: 'the right password', role: 'viewer' });
    const login = (password: string) =>
      fetch(`${service.baseUrl}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Victim', password }),
      });
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) statuses.push((await login(`guess ${guess}`)).status);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses.slice(5)).toContain(429);
    const late = await login('the right password');
    expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([429, true]);
  });
});

describe('a page of another site', () => {
  it('gets no permission by CORS, whatever it asks', async () => {
    for (const path of ['/api/v1/cameras', '/api/v1/auth/login', '/metrics']) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      const answer = await fetch(service.baseUrl + path, { method: 'OPTIONS', headers });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

describe('a request that is none', () => {
  it.each([
    [
      'an upgrade to HTTP/2',
      'GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
      200,
    ],
    [
      'a part that the file does not have',
      'GET /favicon.svg HTTP/1.1\r\nHost: x\r\nRange: bytes=999999-\r\nConnection: close\r\n\r\n',
      416,
    ],
    [
      'a condition that does not hold',
      'GET /favicon.svg HTTP/1.1\r\nHost: x\r\nIf-Match: "other"\r\nConnection: close\r\n\r\n',
      412,
    ],
    [
      'a header with a line of its own',
      'GET /health HTTP/1.1\r\nHost: x\r\nX: a\r\n\r\nGET /api/v1/users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      200,
    ],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400],
    ['two lengths', 'POST /api/v1/cameras HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}', 400],
    ['a path that climbs', 'GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
    [
      'an encoded path that climbs',
      'GET /assets/%2e%2e%2f%2e%2e%2fpackage.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      404,
    ],
    ['headers without end', `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(60_000)}\r\n\r\n`, 431],
  ])('%s is answered as it should be', async (_, text, status) => {
    expect((await raw(text)).split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});

/** @returns what comes back for bytes as they are */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(service.baseUrl);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.setTimeout(2_000, () => socket.end());
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

// Debian's nginx in front, as the documentation configures it: page, REST, WebSocket and login through it.
import { freePort, startService, type RunningService } from '@vitrine/tools';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { NGINX_REMEDY, startNginx, type Nginx } from '../helpers/nginx.js';

const UPGRADE = 'proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";';
const FORWARDED =
  'proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;';

describe.skipIf(NGINX_REMEDY !== null)(NGINX_REMEDY ?? 'behind nginx', () => {
  let folder: string;
  let plain: RunningService;
  let below: RunningService;
  let nginx: Nginx;
  let ports: Record<'known' | 'unknown' | 'stripped' | 'kept' | 'tls', number>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vitrine-proxy-'));
    const [known, unknown, stripped, kept, tls] = await Promise.all(Array.from({ length: 5 }, freePort));
    ports = { known: known!, unknown: unknown!, stripped: stripped!, kept: kept!, tls: tls! };
    plain = await startService({ configPath: site('plain', `http: { publicOrigins: ["http://localhost:${known}"] }`) });
    const settings = `http: { trustedProxies: [127.0.0.1], basePath: /vitrine, publicOrigins: ["https://localhost:${tls}"] }`;
    below = await startService({ configPath: site('below', settings) });
    const server = (port: number, location: string, target: string, more = '') =>
      `server { listen 127.0.0.1:${port} ${more}; location ${location} { proxy_pass ${target}; ${UPGRADE} ${more === 'ssl' || location !== '/' ? FORWARDED : ''} } ${more === 'ssl' ? 'ssl_certificate CERT; ssl_certificate_key KEY;' : ''} }`;
    const servers = [
      server(ports.known, '/', plain.baseUrl),
      server(ports.unknown, '/', plain.baseUrl),
      server(ports.stripped, '/vitrine/', `${below.baseUrl}/`),
      server(ports.kept, '/vitrine/', below.baseUrl),
      server(ports.tls, '/vitrine/', below.baseUrl, 'ssl'),
    ];
    nginx = await startNginx(servers.join('\n'), ports.known);
  }, 180_000);
  afterAll(async () => {
    await nginx?.stop();
    await plain?.stop();
    await below?.stop();
    rmSync(folder, { recursive: true });
  });

  function site(name: string, yaml: string): string {
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, yaml);
    return path;
  }

  /** @returns the first message, or the refusal's status and text */
  async function hello(url: string, origin: string, service: RunningService): Promise<unknown> {
    const headers = { authorization: `Bearer ${service.token}`, origin };
    const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers, ca: nginx.certificate });
    socket.on('error', () => undefined);
    const answer = await Promise.race([
      once(socket, 'message').then(([data]) => JSON.parse(String(data as Buffer)) as unknown),
      once(socket, 'unexpected-response').then(async ([, response]) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
        return { status: (response as { statusCode: number }).statusCode, text: Buffer.concat(chunks).toString() };
      }),
    ]);
    socket.terminate();
    return answer;
  }

  it('with its default Host, which is not the browser’s: works for an origin that the settings name', async () => {
    const at = `http://localhost:${ports.known}`;
    expect(await (await fetch(`${at}/`)).text()).toContain('<base href="/"');
    const headers = { authorization: `Bearer ${plain.token}` };
    expect((await fetch(`${at}/api/v1/cameras`, { headers })).status).toBe(200);
    expect(await hello(`${at}/ws/v1`, at, plain)).toMatchObject({ type: 'hello' });
  });

  it('without the settings: refuses with words that name them, in the answer and in the log', async () => {
    const at = `http://localhost:${ports.unknown}`;
    const remedy = `add \`${at}\` to \`http.publicOrigins\``;
    expect(await hello(`${at}/ws/v1`, at, plain)).toMatchObject({ status: 403, text: expect.stringContaining(remedy) });
    await expect.poll(() => plain.output()).toContain(`add \`${at}\``);
  });

  it.each(['stripped', 'kept'] as const)('below a path that it has %s: page, REST and WebSocket', async (way) => {
    const at = `http://localhost:${ports[way]}/vitrine`;
    expect(await (await fetch(`${at}/`)).text()).toContain('<base href="/vitrine/"');
    expect(await (await fetch(`${at}/history`, { headers: { accept: 'text/html' } })).text()).toContain('<base href="/vitrine/"');
    const headers = { authorization: `Bearer ${below.token}` };
    expect((await fetch(`${at}/api/v1/cameras`, { headers })).status).toBe(200);
    expect(await hello(`${at}/ws/v1`, `http://localhost:${ports[way]}`, below)).toMatchObject({ type: 'hello' });
  });

  it('with TLS: a login sets the cookie that is bound to this host', async () => {
    const at = `https://localhost:${ports.tls}`;
    const person = { name: 'Tessa', password: 'a long enough one' };
    await below.request('/api/v1/users', { method: 'POST', body: { ...person, role: 'viewer' } });
    const cookie = await login(`${at}/vitrine/api/v1/auth/login`, at, person);
    expect(cookie).toMatch(/^__Host-vitrine=[\w-]{43}; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax/);
    expect(await hello(`${at}/vitrine/ws/v1`, at, below)).toMatchObject({ type: 'hello' });
  });

  function login(url: string, origin: string, person: object): Promise<string> {
    const headers = { origin, 'content-type': 'application/json' };
    const agent = new Agent({ ca: nginx.certificate });
    return new Promise((resolve, reject) => {
      const asked = request(url, { method: 'POST', headers, agent }, (response) => {
        resolve(response.headers['set-cookie']?.[0] ?? `no cookie: ${response.statusCode}`);
        response.resume();
      });
      asked.on('error', reject);
      asked.end(JSON.stringify(person));
    });
  }
});

// Camera addresses that try to reach what is none of a camera's business: this machine's services, the cloud's metadata, files.
import type { CameraView } from '@vitrine/contracts';
import { startService, type RunningService } from '@vitrine/tools';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';

const PATIENCE_MS = 90_000;

/** The host in every form that a resolver or a URL parser may take for this machine or for a secret-keeping neighbour. */
const HOSTS = [
  '127.0.0.1',
  'localhost',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  'LOCALHOST',
  'localhost.',
  '0.0.0.0',
  '0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '127.0.0.1%00.example.org',
  'example.org@127.0.0.1',
  '127.0.0.1#@example.org',
  '①②⑦.⓪.⓪.①',
  '169.254.169.254',
  '[::ffff:169.254.169.254]',
  '2852039166',
  'metadata.google.internal',
  '[fe80::1]',
  '224.0.0.1',
];

/** What is no network address at all, or is dressed up as one. */
const OTHERS = [
  '/etc/passwd',
  'file:///etc/passwd',
  'file:///etc/../etc/passwd',
  'file://localhost/etc/passwd',
  'file:///proc/self/environ',
  'file:///proc/self/fd/0',
  'FILE:///etc/hostname',
  '/proc/self/cmdline',
  '/etc/passwd?x=.mp4',
  'file:///etc/passwd%00.mp4',
  'file:///films/a%2Fb.mp4',
  'concat:/etc/passwd|/etc/hostname',
  'subfile,,start,0,end,100,,:/etc/passwd',
  'data:text/plain;base64,SGVsbG8=',
  'pipe:0',
  'fd:0',
  'tcp://127.0.0.1:PORT/',
  'udp://127.0.0.1:PORT',
  'ftp://127.0.0.1:PORT/',
  'gopher://127.0.0.1:PORT/_GET',
  'sftp://127.0.0.1/',
  'smb://127.0.0.1/share',
  'rtmp://127.0.0.1:PORT/live',
  'hls+http://127.0.0.1:PORT/',
  'crypto+http://127.0.0.1:PORT/',
  'async:http://127.0.0.1:PORT/',
  'cache:http://127.0.0.1:PORT/',
  'tee:/tmp/x',
  'lavfi:testsrc',
  'v4l2:///dev/sda',
  'v4l2:///dev/../etc/passwd',
  '-i /etc/passwd',
  'http://127.0.0.1:PORT/x -f mp4 /tmp/out.mp4',
  'http://127.0.0.1:PORT/\nx',
  'javascript:alert(1)',
  '//127.0.0.1:PORT/',
];

let canary: Server;
let hits: string[];
let port: number;
let service: RunningService;

beforeAll(async () => {
  hits = [];
  canary = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/plain' }).end('the secret page');
  }).listen(0);
  await new Promise((resolve) => canary.once('listening', resolve));
  port = (canary.address() as AddressInfo).port;
  service = await startService();
}, 120_000);
afterAll(async () => {
  await service?.stop();
  canary.closeAllConnections();
  canary.close();
});

const withPort = (text: string) => text.replace('PORT', String(port));
const forms = () => [
  ...HOSTS.map((host) => `http://${host}:${port}/page?x=.txt`),
  ...HOSTS.slice(0, 6).map((host) => `rtsp://${host}:${port}/page`),
  ...OTHERS.map(withPort),
];

async function add(url: string, index: number): Promise<number> {
  const headers = { authorization: `Bearer ${service.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ id: `attack-${index}`, name: `Attack ${index}`, url });
  const response = await fetch(`${service.baseUrl}/api/v1/cameras`, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status === 422) expect(text, url).toMatch(/"remedy":"\w/);
  return response.status;
}

it('reaches none of them: each is refused when it is added, or by the worker with its reason', { timeout: 180_000 }, async () => {
  const all = forms();
  expect(all.length).toBeGreaterThanOrEqual(60);
  const statuses: number[] = [];
  for (const [index, url] of all.entries()) statuses.push(await add(url, index));
  expect(statuses.filter((status) => status !== 201 && status !== 422)).toEqual([]);
  const taken = statuses.filter((status) => status === 201).length;
  const deadline = performance.now() + PATIENCE_MS;
  let cameras: CameraView[];
  do {
    await sleep(500);
    cameras = await service.request<CameraView[]>('/api/v1/cameras');
  } while (performance.now() < deadline && cameras.some(({ error }) => error === null));
  console.log(`${all.length} forms: ${all.length - taken} refused when added, ${taken} by the worker`);
  for (const { url, error, stats } of cameras) {
    expect(error?.remedy ?? '', url).not.toBe('');
    expect(stats?.decodedFrames ?? 0, url).toBe(0);
  }
  expect(hits).toEqual([]);
});

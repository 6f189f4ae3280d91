import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';

let service: TestApp;
let script: string;

beforeAll(async () => {
  service = await startTestApp();
  const page = await service.stranger.get('/').set('Accept', 'text/html');
  script = /src="\.(\/assets\/[^"]+\.js)"/.exec(page.text)![1]!;
});

afterAll(() => service?.close());

const scriptAs = (encoding: string) => service.stranger.get(script).set('Accept-Encoding', encoding);

it('sends a script compressed to whoever takes that, and as it is to everybody else: the same script', async () => {
  const [small, plain] = [await scriptAs('gzip, br'), await scriptAs('identity')];
  expect(small.headers['content-encoding']).toBe('gzip');
  expect(plain.headers).not.toHaveProperty('content-encoding');
  expect(small.text).toBe(plain.text);
  expect(Number(small.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 2);
  for (const { headers } of [small, plain]) {
    expect(headers['content-type']).toContain('javascript');
    expect(headers['vary']).toContain('Accept-Encoding');
  }
});

it('tells a browser that has the script that it is still the same', async () => {
  const { headers } = await scriptAs('gzip');
  const again = await scriptAs('gzip').set('If-None-Match', headers['etag']!);
  expect(again.status).toBe(304);
});

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiErrorSchema } from '@vitrine/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';
import { bearerToken, credentialOf } from './credential.js';
import { isSameSecret, sha256 } from './secrets.js';
import { obtainToken } from './token-keeper.js';

describe('the REST api', () => {
  let test: TestApp;
  beforeAll(async () => (test = await startTestApp()));
  afterAll(() => test.close());

  const CLOSED = ['/api/v1/status', '/api/v1/cameras', '/api/v1/cameras/door', '/api/v1/attributes', '/api/v1/query'];

  it.each(CLOSED)('answers 401 for %s without the token', async (path) => {
    const { body, headers } = await test.stranger.get(path).expect(401);
    expect(apiErrorSchema.parse(body).code).toBe('token_missing');
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  it('answers 401 with a wrong token, whatever its length', async () => {
    for (const token of ['x', 'a-token-for-tests-onlY', 'a-token-for-tests-only-']) {
      const { body } = await test.stranger.get('/api/v1/cameras').set('Authorization', `Bearer ${token}`).expect(401);
      expect(body.code).toBe('token_wrong');
    }
  });

  it('changes nothing without the token', async () => {
    await test.stranger.post('/api/v1/cameras').send({ id: 'x', name: 'X', url: 'rtsp://x/' }).expect(401);
    await test.stranger.delete('/api/v1/cameras/x').expect(401);
    expect((await test.rest.get('/api/v1/cameras').expect(200)).body).toEqual([]);
  });

  it('tells anybody that it is up, and its shape', async () => {
    const { body } = await test.stranger.get('/health').expect(200);
    expect(body).toEqual({ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+/), uptimeS: expect.any(Number) });
    const document = (await test.stranger.get('/api/openapi.json').expect(200)).body;
    expect(Object.keys(document.paths)).toContain('/api/v1/cameras/{id}');
  });

  it('sends headers that keep other pages out', async () => {
    const { headers } = await test.stranger.get('/').expect(200);
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('answers what is malformed, too large or nowhere with an ApiError', async () => {
    const malformed = await test.rest
      .post('/api/v1/cameras')
      .set('Content-Type', 'application/json')
      .send('{"name":')
      .expect(400);
    const large = await test.rest
      .post('/api/v1/cameras')
      .send({ name: 'x'.repeat(100_000) })
      .expect(413);
    const nowhere = await test.rest.get('/api/v1/nothing').expect(404);
    expect([malformed, large, nowhere].map(({ body }) => apiErrorSchema.parse(body).code)).toEqual([
      'malformed',
      'too_large',
      'no_route',
    ]);
  });
});

describe('the token', () => {
  it('is generated once, kept for the owner only, and found again', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'vitrine-token-'));
    try {
      const first = obtainToken(null, dataDir);
      expect(first.value).toMatch(/^[\w-]{43}$/);
      expect(readFileSync(first.generatedInto!, 'utf8').trim()).toBe(first.value);
      expect(statSync(first.generatedInto!).mode & 0o777).toBe(0o600);
      expect(obtainToken(null, dataDir)).toEqual({ value: first.value, generatedInto: null });
      expect(obtainToken('given', dataDir)).toEqual({ value: 'given', generatedInto: null });
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it('is compared whole', () => {
    const candidates = ['secret', 'secre', 'secrett', 'Secret', ''];
    expect(candidates.map((candidate) => isSameSecret(candidate, sha256('secret')))).toEqual([true, false, false, false, false]);
  });

  it('is read from a bearer header only', () => {
    expect(bearerToken('Bearer abc')).toBe('abc');
    expect(bearerToken('bearer abc')).toBe('abc');
    expect(['', 'Basic abc', 'Bearer', 'Bearer a b'].map(bearerToken)).toEqual([null, null, null, null]);
  });

  it('wins over a cookie even where it is wrong', () => {
    const cookie = 'vitrine-session=abc';
    expect(credentialOf({ cookie })).toEqual({ kind: 'cookie', secret: 'abc' });
    expect(credentialOf({ cookie, authorization: 'Basic abc' })).toEqual({ kind: 'bearer', token: '' });
    expect(credentialOf({})).toBeNull();
  });
});

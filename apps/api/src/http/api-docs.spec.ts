import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';

let test: TestApp;
beforeAll(async () => (test = await startTestApp()));
afterAll(() => test.close());

it('shows the document of this service to people, from files of its own', async () => {
  const page = await test.stranger.get('/api/docs/').expect(200);
  expect(page.text).toContain('swagger-ui');
  expect(page.text).not.toMatch(/(src|href)="https?:/);
  expect((await test.stranger.get('/api/docs/swagger-initializer.js').expect(200)).text).toContain('../openapi.json');
});

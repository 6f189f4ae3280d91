import { Controller, Get } from '@nestjs/common';
import { SCOPE_BY_TOPIC, SCOPES } from '@vitrine/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Needs, OpenToAll } from '../auth/needs.js';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';
import { handlersOfClass, requireNeeds } from './handlers.js';

interface Operation {
  readonly summary: string;
  readonly description: string;
  readonly operationId: string;
}
type Paths = Record<string, Record<string, Operation>>;

let test: TestApp;
beforeAll(async () => (test = await startTestApp()));
afterAll(() => test.close());

const documented = async () => {
  const { paths } = (await test.stranger.get('/api/openapi.json').expect(200)).body as { paths: Paths };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ route: `${method} ${path}`, ...operation })),
  );
};

describe('what a handler needs', () => {
  it('has to be said: the service does not start with one that says nothing', () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get('a')
      @Needs('stats:read')
      said() {}

      @Get('b')
      @OpenToAll('for this test')
      open() {}

      @Get('c')
      forgotten() {}
    }
    expect(() => requireNeeds(handlersOfClass(ForgottenController))).toThrow(/without @Needs.*: ForgottenController\.forgotten$/);
  });

  it('is a scope of the table, for every topic, too', () => {
    for (const scope of Object.values(SCOPE_BY_TOPIC)) expect(SCOPES).toContain(scope);
  });
});

describe('the OpenAPI document', () => {
  it('has the routes of the real router, neither more nor fewer', async () => {
    const routes = test.app.routes.map((route) => route.replace(/:(\w+)/g, '{$1}'));
    expect((await documented()).map(({ route }) => route).toSorted()).toEqual(routes.toSorted());
  });

  it('says of each what it does and needs, under a name of its own', async () => {
    const operations = await documented();
    for (const { summary, description, route } of operations) {
      expect(summary, route).toMatch(/^[A-Z].* .*/);
      expect(description, route).toMatch(/^Needs/);
    }
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });
});

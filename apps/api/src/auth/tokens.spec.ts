// Tokens and the audit log through REST, against the whole api.
import { SCOPES, type Scope } from '@vitrine/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, People } from '../fixtures/people.js';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';

let test: TestApp;
let people: People;
beforeAll(async () => {
  test = await startTestApp();
  people = new People(test);
});
afterAll(() => test.close());

beforeAll(async () => {
  await people.loggedIn('Ada', 'admin');
  for (const id of ['x1', 'y1'])
    await test.rest
      .post('/api/v1/cameras')
      .send({ id, name: id === 'x1' ? 'X' : 'Y', url: 'rtsp://192.0.2.1/' })
      .expect(201);
});

describe('a token', () => {
  it('is shown once, says what it is, and is kept as a hash', async () => {
    const token = await people.tokenFor(['stats:read']);
    expect(token).toMatch(/^vtr_[0-9a-f]{18}_[\w-]{43}$/);
    const listed = JSON.stringify((await test.rest.get('/api/v1/tokens').expect(200)).body);
    expect(listed).not.toContain(token.split('_')[2]);
    const { body } = await people.withToken(token).get('/api/v1/auth/me').expect(200);
    expect(body).toMatchObject({ kind: 'token', scopes: ['stats:read'], role: null });
  });

  it('never gets more than its maker has, and loses with its maker', async () => {
    const maker = await people.loggedIn('Mara', 'operator');
    await maker
      .post('/api/v1/tokens')
      .send({ name: 'more', scopes: ['users:write'] })
      .expect(403);
    const { token } = (
      await maker
        .post('/api/v1/tokens')
        .send({ name: 'own', scopes: ['cameras:write', 'stats:read'] })
        .expect(201)
    ).body;
    const id = await people.idOf('Mara');
    await test.rest
      .patch(`/api/v1/users/${id}`)
      .send({ role: 'viewer', cameraIds: ['x1'] })
      .expect(200);
    expect((await people.withToken(token).get('/api/v1/auth/me').expect(200)).body).toMatchObject({
      scopes: ['stats:read'],
      cameraIds: ['x1'],
    });
    await test.rest.delete(`/api/v1/users/${id}`).expect(204);
    await people.withToken(token).get('/api/v1/auth/me').expect(401);
  });

  it('makes no tokens and no users above itself', async () => {
    const token = await people.tokenFor(['users:write', 'stats:read']);
    const boss = { name: 'Boss', password: PASSWORD, role: 'admin' };
    expect((await people.withToken(token).post('/api/v1/users').send(boss).expect(403)).body).toMatchObject({
      code: 'more_than_maker',
    });
    await people
      .withToken(token)
      .post('/api/v1/tokens')
      .send({ name: 'up', scopes: ['policy:write'] })
      .expect(403);
    const ada = await people.idOf('Ada');
    await people.withToken(token).patch(`/api/v1/users/${ada}`).send({ password: 'now it is mine!' }).expect(403);
    await people.withToken(token).delete(`/api/v1/users/${ada}`).expect(403);
  });

  it('for some cameras knows of no other', async () => {
    const some = people.withToken(await people.tokenFor(['cameras:read', 'cameras:write'], { cameraIds: ['y1'] }));
    expect(((await some.get('/api/v1/cameras').expect(200)).body as { id: string }[]).map(({ id }) => id)).toEqual(['y1']);
    await some.get('/api/v1/cameras/x1').expect(404);
    await some.delete('/api/v1/cameras/x1').expect(404);
    await some.post('/api/v1/cameras').send({ name: 'Z', url: 'rtsp://192.0.2.3/' }).expect(403);
  });

  it.each(SCOPES)('with %s alone opens nothing that needs another scope', async (scope) => {
    const agent = people.withToken(await people.tokenFor([scope]));
    const asked: [Scope, string][] = [
      ['cameras:read', '/api/v1/cameras'],
      ['system:read', '/api/v1/status'],
      ['stats:read', '/api/v1/attributes'],
      ['users:write', '/api/v1/users'],
      ['users:write', '/api/v1/audit'],
    ];
    for (const [needs, path] of asked) await agent.get(path).expect(needs === scope ? 200 : 403);
  });
});

describe('the audit log', () => {
  it('has logins, users, tokens and cameras with before and after, and no secret', async () => {
    await test.rest.patch('/api/v1/cameras/y1').send({ name: 'Yard' }).expect(200);
    const rows = (await test.rest.get('/api/v1/audit?limit=1000').expect(200)).body as {
      action: string;
      before: unknown;
      after: unknown;
    }[];
    const actions = new Set(rows.map(({ action }) => action));
    for (const action of ['login', 'user.create', 'user.change', 'user.delete', 'token.create', 'camera.create'])
      expect(actions).toContain(action);
    expect(rows.find(({ action }) => action === 'camera.change')).toMatchObject({
      before: { name: 'Y' },
      after: { name: 'Yard' },
    });
    expect(JSON.stringify(rows)).not.toMatch(/argon2|battery|vtr_[0-9a-f]{18}_/);
  });
});

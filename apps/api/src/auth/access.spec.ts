// Users, roles, sessions and displays through REST, against the whole api.
import { SCOPES_BY_ROLE } from '@vitrine/contracts';
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

describe('the first admin', () => {
  it('is made by the link of the start, once', async () => {
    const code = test.app.firstAdminLink!.split('#first-admin=')[1]!;
    expect((await people.browser().get('/api/v1/auth/methods').expect(200)).body).toMatchObject({ firstAdminPending: true });
    const input = { code, name: 'Ada', password: PASSWORD };
    await people
      .browser()
      .post('/api/v1/auth/first-admin')
      .send({ ...input, code: 'guessed' })
      .expect(403);
    const ada = people.browser();
    expect((await ada.post('/api/v1/auth/first-admin').send(input).expect(201)).body).toMatchObject({
      name: 'Ada',
      role: 'admin',
    });
    await people
      .browser()
      .post('/api/v1/auth/first-admin')
      .send({ ...input, name: 'Eve' })
      .expect(403);
    expect((await ada.get('/api/v1/users').expect(200)).body).toHaveLength(1);
  });
});

describe('a session', () => {
  it('is a cookie that scripts and other sites do not get, and ends with the logout', async () => {
    await test.rest.post('/api/v1/users').send({ name: 'Vera', password: PASSWORD, role: 'viewer' }).expect(201);
    const agent = people.browser();
    const { headers } = await agent.post('/api/v1/auth/login').send({ name: ' vera ', password: PASSWORD }).expect(200);
    expect(headers['set-cookie']![0]).toMatch(/^vitrine-session=[\w-]{43}; Max-Age=\d+; Path=\/; .*HttpOnly; SameSite=Lax$/);
    expect((await agent.get('/api/v1/auth/me').expect(200)).body).toMatchObject({
      kind: 'session',
      name: 'Vera',
      role: 'viewer',
    });
    await agent.post('/api/v1/auth/logout').expect(204);
    await agent.get('/api/v1/auth/me').expect(401);
  });

  it('is not opened for a page of another site', async () => {
    const agent = people.browser().set('Origin', 'https://elsewhere.example');
    await agent.post('/api/v1/auth/login').send({ name: 'Vera', password: PASSWORD }).expect(403);
  });

  it('does not write what a page of another site asks, nor one that does not say where it is from', async () => {
    const agent = await people.loggedIn('Otto', 'operator');
    const camera = { id: 'x1', name: 'X', url: 'rtsp://192.0.2.1/' };
    const foreign = await agent.post('/api/v1/cameras').set('Origin', 'https://evil.example').send(camera).expect(403);
    expect(foreign.body).toMatchObject({ code: 'foreign_origin' });
    await agent.post('/api/v1/cameras').unset('Origin').send(camera).expect(403);
    await agent.post('/api/v1/cameras').set('Origin', test.app.url).send(camera).expect(201);
  });

  it('is no way around a wrong token', async () => {
    const agent = await people.loggedIn('Olga', 'operator');
    await agent.get('/api/v1/cameras').set('Authorization', 'Bearer wrong').expect(401);
    await agent.get('/api/v1/cameras').set('Authorization', 'Basic eDp5').expect(401);
  });

  it('of a user who is switched off, or whose password changes, is over at once', async () => {
    const agent = await people.loggedIn('Udo', 'viewer');
    const id = await people.idOf('Udo');
    await test.rest
      .patch(`/api/v1/users/${id}`)
      .send({ password: `${PASSWORD} new` })
      .expect(200);
    await agent.get('/api/v1/auth/me').expect(401);
    await agent
      .post('/api/v1/auth/login')
      .send({ name: 'Udo', password: `${PASSWORD} new` })
      .expect(200);
    await test.rest.patch(`/api/v1/users/${id}`).send({ enabled: false }).expect(200);
    await agent.get('/api/v1/auth/me').expect(401);
    await agent
      .post('/api/v1/auth/login')
      .send({ name: 'Udo', password: `${PASSWORD} new` })
      .expect(401);
  });

  it('changes the own password only with the present one', async () => {
    const agent = await people.loggedIn('Paul', 'viewer');
    await agent.put('/api/v1/password').send({ present: 'not this one', password: 'another good one' }).expect(401);
    await agent.put('/api/v1/password').send({ present: PASSWORD, password: 'another good one' }).expect(204);
    await agent.get('/api/v1/auth/me').expect(200);
  });
});

describe('a display', () => {
  it('is made by a link that works once, shows one view, and writes nothing', async () => {
    const maker = await people.loggedIn('Dora', 'operator', ['x1']);
    const made = await maker.post('/api/v1/displays').send({ label: 'Hall', view: '/live?kiosk' }).expect(201);
    const code = (made.body as { link: string }).link.split('#display=')[1];
    const screen = people.browser();
    expect((await screen.post('/api/v1/auth/display').send({ code }).expect(200)).body).toMatchObject({
      kind: 'display',
      view: '/live?kiosk',
      role: null,
      cameraIds: ['x1'],
    });
    await people.browser().post('/api/v1/auth/display').send({ code }).expect(403);
    await screen
      .post('/api/v1/tokens')
      .send({ name: 'more', scopes: ['stats:read'] })
      .expect(403);
    await screen.patch('/api/v1/cameras/x1').send({ name: 'Mine' }).expect(403);
    expect((await screen.get('/api/v1/sessions').expect(200)).body).toEqual([]);
    await maker.delete(`/api/v1/sessions/${(made.body as { session: { id: string } }).session.id}`).expect(204);
    await screen.get('/api/v1/auth/me').expect(401);
  });
});

it('gives every role the scopes of the table and no others', async () => {
  for (const role of ['viewer', 'analyst', 'operator'] as const) {
    const agent = await people.loggedIn(`Only ${role}`, role);
    expect(new Set((await agent.get('/api/v1/auth/me')).body.scopes)).toEqual(new Set(SCOPES_BY_ROLE[role]));
    await agent.get('/api/v1/users').expect(403);
  }
});

// Who may see what in the dashboard: the first run, every role, a wall screen, and the log of who did what.
import type { Role } from '@vitrine/contracts';
import { chromiumMissing } from '@vitrine/tools';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCamera, openStage, type Stage } from '../helpers/dashboard.js';

const PASSWORD = 'correct horse battery';
const PATIENT = { timeout: 20_000 };

/** What the rail has for whom; nothing that the service would refuse. */
const PAGES_BY_ROLE: Record<Role, string[]> = {
  viewer: ['Live', 'History', 'Cameras', 'Privacy', 'System'],
  analyst: ['History', 'Cameras', 'Privacy', 'System'],
  operator: ['Live', 'History', 'Cameras', 'Privacy', 'System'],
  admin: ['Live', 'History', 'Cameras', 'Privacy', 'System'],
};

const missing = chromiumMissing();

describe.skipIf(missing !== null)(missing === null ? 'who may see what' : `SKIPPED with ${missing}`, () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
    await addCamera(stage, 'door', 'Door', 'rtsp://127.0.0.1:9/door');
  }, 240_000);

  afterAll(() => stage?.close());

  async function signIn(name: string, path = '/'): Promise<Page> {
    const page = await stage.open(path, { fragment: '' });
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    return page;
  }

  const railOf = (page: Page) => page.locator('.rail-pages .rail-text').allTextContents();

  it('tells a first visitor where the first account comes from, and reproaches nobody', async () => {
    const page = await stage.open('/', { fragment: '' });
    await page.getByText('Nobody has an account yet.').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  });

  it('makes the first admin by the link that the start printed, once', async () => {
    const code = /#first-admin=([\w-]+)/.exec(stage.service.output())![1]!;
    const page = await stage.open('/', { fragment: `first-admin=${code}` });
    let connections = 0;
    page.on('websocket', () => (connections += 1));
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password again').fill('something else here');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByText('The two differ.').waitFor();
    await page.getByLabel('Password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByRole('link', { name: 'Live' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(connections).toBe(1);
    await page.context().close();

    const late = await stage.open('/', { fragment: `first-admin=${code}` });
    await late.getByLabel('Name').fill('Eve');
    await late.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await late.getByLabel('Password again').fill(PASSWORD);
    await late.getByRole('button', { name: 'Make the account' }).click();
    await late.getByRole('alert').getByText('This link has been used').waitFor();
    await late.context().close();
  });

  it.each(Object.keys(PAGES_BY_ROLE) as Role[])('shows a person who is %s what they may, and nothing else', async (role) => {
    await stage.service.client.users.create({ name: `A ${role}`, password: PASSWORD, role });
    const page = await signIn(`A ${role}`, '/cameras');
    await page.getByRole('heading', { name: 'Cameras' }).waitFor();
    expect(await railOf(page)).toEqual(PAGES_BY_ROLE[role]);
    const mayAddCameras = role === 'operator' || role === 'admin';
    expect(await page.getByRole('link', { name: 'Add camera' }).count()).toBe(mayAddCameras ? 1 : 0);
    await page.getByRole('link', { name: 'System' }).click();
    await page.getByRole('heading', { name: 'System' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Users' }).count()).toBe(role === 'admin' ? 1 : 0);
    await page.context().close();
  });

  it('says that name or password is wrong, not which', async () => {
    const page = await stage.open('/', { fragment: '' });
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('Password').fill('a wrong password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').getByText('Name or password is wrong.').waitFor();
    await page.context().close();
    // The browser says itself that a request was refused.
    expect(stage.errors.splice(0).filter((text) => !text.includes('status of 40'))).toEqual([]);
  });

  it('makes a link for a wall screen, which shows the live page alone until it is sent away', async () => {
    const admin = await stage.open('/live');
    await admin.getByRole('button', { name: 'Wall screen' }).click();
    await admin.getByRole('menuitem', { name: 'Link for a screen' }).click();
    await admin.getByLabel('Name of the screen').fill('Security office');
    await admin.getByRole('button', { name: 'Make the link' }).click();
    const link = new URL((await admin.locator('.secret').textContent())!);
    expect(link.origin).toBe(stage.service.baseUrl);

    const screen = await stage.open(link.pathname + link.search, { fragment: link.hash.slice(1) });
    await screen.locator('.tile').waitFor();
    expect(await screen.getByRole('button').count()).toBe(0);
    await screen.goto(`${stage.service.baseUrl}/history`);
    await screen.locator('.tile').waitFor();
    expect(new URL(screen.url()).pathname).toBe('/live');

    await admin.goto(`${stage.service.baseUrl}/system/screens`);
    const row = admin.getByRole('row', { name: /Security office/ });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await screen.getByRole('form', { name: 'Sign in' }).waitFor();
    for (const page of [admin, screen]) await page.context().close();
  });

  it('switches an attribute off for everybody at once, and writes down who did', async () => {
    const page = await signIn('Ada', '/privacy');
    await page.getByRole('switch', { name: /^glasses/ }).click();
    await expect
      .poll(
        async () => (await stage.service.client.history.privacy()).attributes.find(({ name }) => name === 'Eyeglasses')?.enabled,
        PATIENT,
      )
      .toBe(false);
    await page.goto(`${stage.service.baseUrl}/system/audit`);
    await page.getByLabel('Action').selectOption('policy.change');
    const rows = page.getByRole('region', { name: 'Audit log' }).locator('tbody tr');
    await expect.poll(() => rows.count(), PATIENT).toBe(1);
    expect(await rows.textContent()).toContain('Ada');
    await page.context().close();
  });

  it('pages through the audit log, newest first, without a gap', async () => {
    for (let number = 0; number < 55; number += 1) {
      const { id } = await stage.service.client.tokens.create({ name: `token ${number}`, scopes: ['stats:read'] });
      await stage.service.client.tokens.revoke(id);
    }
    const page = await stage.open('/system/audit');
    const rows = page.getByRole('region', { name: 'Audit log' }).locator('tbody tr');
    await expect.poll(() => rows.count(), PATIENT).toBe(100);
    const lastOfFirst = await rows.last().textContent();
    await page.getByRole('button', { name: 'Older' }).click();
    await expect.poll(() => rows.first().textContent(), PATIENT).toContain('token 4');
    expect(await rows.first().textContent()).not.toBe(lastOfFirst);
    await page.getByRole('button', { name: 'Newest' }).click();
    await expect.poll(() => rows.first().textContent(), PATIENT).toContain('token 54');
    await page.context().close();
  });
});

import { ATTRIBUTE_NAMES, type AttributePolicy, type AuditRow, type PolicyVersion } from '@vitrine/contracts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { People } from '../fixtures/people.js';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';

const OFF_BY_DEFAULT = [
  'Attractive',
  'Big_Lips',
  'Big_Nose',
  'Chubby',
  'Double_Chin',
  'High_Cheekbones',
  'Narrow_Eyes',
  'Oval_Face',
  'Pale_Skin',
  'Pointy_Nose',
];

let test: TestApp;
beforeAll(async () => (test = await startTestApp({ config: 'attributes:\n  Eyeglasses: false\n  Chubby: true\n' })));
afterAll(() => test.close());

it('lists the 40 with tier, reason and the site’s switches', async () => {
  const policies = (await test.rest.get('/api/v1/attributes').expect(200)).body as AttributePolicy[];
  expect(policies.map(({ name }) => name)).toEqual(ATTRIBUTE_NAMES);
  expect(policies.every(({ tier, reason }) => ['high', 'medium', 'low'].includes(tier) && reason.length > 0)).toBe(true);
  const off = policies.filter(({ enabled }) => !enabled).map(({ name }) => name);
  expect(off).toEqual([...OFF_BY_DEFAULT.filter((name) => name !== 'Chubby'), 'Eyeglasses'].toSorted());
});

describe('a change of the policy', () => {
  const change = (patch: object) => test.rest.patch('/api/v1/policy').send(patch);
  const current = async () => (await test.rest.get('/api/v1/policy').expect(200)).body as PolicyVersion;

  it('is a new version that says what holds and since when; what is not named stays', async () => {
    const before = await current();
    const after = (await change({ minimumGroup: 15, retention: { minutesDays: 31 } }).expect(200)).body as PolicyVersion;
    expect(after.version).toBe(before.version + 1);
    expect(after.policy).toEqual({
      ...before.policy,
      minimumGroup: 15,
      retention: { ...before.policy.retention, minutesDays: 31 },
    });
    expect(Date.parse(after.from)).toBeGreaterThan(Date.parse(before.from));
    const versions = (await test.rest.get('/api/v1/policy/versions').expect(200)).body as PolicyVersion[];
    expect(versions.slice(-2)).toEqual([before, after]);
    expect(await current()).toEqual(after);
  });

  it('is in the audit log, with who, before and after', async () => {
    const before = await current();
    const after = (await change({ attributes: { site: { Smiling: false } } }).expect(200)).body as PolicyVersion;
    const [row] = (await test.rest.get('/api/v1/audit').query({ limit: 1 }).expect(200)).body as AuditRow[];
    expect(row).toMatchObject({ action: 'policy.change', subject: `version ${after.version}`, before, after });
    expect(row!.actor).not.toBe('');
  });

  it('switches an attribute off at once, for the site or for one camera, and takes a camera’s own switch away', async () => {
    const enabled = async (name: string) =>
      ((await test.rest.get('/api/v1/attributes')).body as AttributePolicy[]).find((policy) => policy.name === name)!.enabled;
    await change({ attributes: { site: { Bangs: false }, cameras: { door: { Smiling: true } } } }).expect(200);
    expect(await enabled('Bangs')).toBe(false);
    expect((await current()).policy.attributes.cameras).toEqual({ door: { Smiling: true } });
    await change({ attributes: { cameras: { door: null } } }).expect(200);
    expect((await current()).policy.attributes.cameras).toEqual({});
  });

  it.each([
    [{ minimumGroup: 1 }, 'minimumGroup'],
    [{ retention: { minutesDays: 0 } }, 'retention.minutesDays'],
    [{ privacy: 'exact' }, 'privacy'],
    [{ attributes: { site: { Ethnicity: true } } }, 'attributes.site.Ethnicity'],
  ])('to %j is refused, names the field and makes no version', async (patch, field) => {
    const { version } = await current();
    const { body } = await change(patch).expect(422);
    expect(`${body.field} ${body.message}`).toContain(field);
    expect((await current()).version).toBe(version);
  });

  it('needs policy:write', async () => {
    const people = new People(test);
    const reader = people.withToken(await people.tokenFor(['stats:read']));
    await reader.get('/api/v1/policy').expect(200);
    await reader.patch('/api/v1/policy').send({ minimumGroup: 12 }).expect(403);
  });
});

it('a version holds on after a restart, and the configuration’s own changes win over it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'vitrine-policy-'));
  const run = async (config: string, patch: object | null) => {
    const app = await startTestApp({ dataDir, config });
    if (patch) await app.rest.patch('/api/v1/policy').send(patch).expect(200);
    const { body } = await app.rest.get('/api/v1/policy').expect(200);
    await app.close();
    return body as PolicyVersion;
  };
  const changed = await run('', { minimumGroup: 30, attributes: { site: { Smiling: false } } });
  expect(await run('', null)).toEqual(changed);
  const { version, policy } = await run('history: { minimumGroup: 12 }\n', null);
  expect([version, policy.minimumGroup, policy.attributes.site.Smiling]).toEqual([changed.version + 1, 12, false]);
  rmSync(dataDir, { recursive: true });
});

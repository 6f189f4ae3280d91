// What the privacy page says is read from what runs: change what runs, and it says so.
import { privacyFactsSchema, type PrivacyFacts } from '@vitrine/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';

let test: TestApp;
afterEach(() => test.close());

const facts = async (): Promise<PrivacyFacts> =>
  privacyFactsSchema.parse((await test.rest.get('/api/v1/privacy').expect(200)).body);
const kept = ({ stored }: PrivacyFacts, what: RegExp) => stored.find((row) => what.test(row.what))!.kept;
const text = async (path: string) => (await test.rest.get(path).expect(200)).text;

describe('GET /api/v1/privacy', () => {
  it('says mode, noise and what they cost, as a default configuration has them', async () => {
    test = await startTestApp();
    const { protection, live, never, processed } = await facts();
    expect(protection.mode).toBe('noisy');
    expect(protection.epsilon).toEqual({
      looks: 1,
      dwell: 0.5,
      attributes: expect.closeTo(3.97, 2),
      all: expect.closeTo(5.47, 2),
    });
    expect(protection.limits.length).toBeGreaterThan(2);
    expect(live.picture).toBe('none');
    expect([processed.length, never.length].every((count) => count > 0)).toBe(true);
  });

  it('follows what is changed while the service runs', async () => {
    test = await startTestApp();
    const before = await facts();
    const patch = { minimumGroup: 25, retention: { minutesDays: 7, historyDays: 100 }, attributes: { site: { Smiling: false } } };
    await test.rest.patch('/api/v1/policy').send(patch).expect(200);
    const after = await facts();
    expect(after.policy.version).toBe(before.policy.version + 1);
    expect([kept(after, /minute/), kept(after, /published blocks/)]).toEqual(['7 days', '100 days']);
    expect(after.protection.explained).toContain('below 25');
    expect(after.attributes.find(({ name }) => name === 'Smiling')!.enabled).toBe(false);
  });

  it('does not hide that looks are published as they are, nor why, nor that faces are shown', async () => {
    const config =
      'history: { privacy: exact, reason: A test that nobody walks past }\nworker: { publish: { picture: clear } }\n';
    test = await startTestApp({ config });
    const { protection, live } = await facts();
    expect(protection).toMatchObject({ mode: 'exact', epsilon: null });
    expect(protection.explained).toContain('protects nobody. Reason: A test that nobody walks past');
    expect(live.picture).toBe('clear');
    expect(await text('/api/v1/privacy/sign')).toContain('faces are not covered');
  });

  it('says to who may read statistics only', async () => {
    test = await startTestApp();
    await test.stranger.get('/api/v1/privacy').expect(401);
  });
});

describe('the texts that are made of the facts', () => {
  it('name the attributes that are switched on and no other, and how long counts are kept', async () => {
    test = await startTestApp();
    await test.rest
      .patch('/api/v1/policy')
      .send({ attributes: { site: { Smiling: false } }, retention: { historyDays: 90 } })
      .expect(200);
    const [sign, record] = [await text('/api/v1/privacy/sign'), await text('/api/v1/privacy/record')];
    expect(sign).toMatch(/eyeglasses/);
    expect(sign).toContain('for 90 days');
    expect(`${sign} ${record}`).not.toMatch(/smiling/i);
    expect(record).toContain(`policy version ${(await facts()).policy.version}`);
    expect(record).toContain('ε = 5.47');
  });
});

import { ATTRIBUTE_NAMES, type AttributePolicy } from '@vitrine/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../fixtures/test-app.js';
import { trackOf } from '../worker/fixtures/worker-double.js';
import { AttributeFilter } from './attribute-filter.js';

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

it('removes what is switched off and leaves the rest as it was', () => {
  const policy = (name: 'Smiling' | 'Attractive', enabled: boolean) => ({ name, enabled, tier: 'low' as const, reason: 'r' });
  const filter = new AttributeFilter([policy('Smiling', true), policy('Attractive', false)]);
  const track = trackOf({ attributes: { Smiling: 0.2, Attractive: 0.99 } });
  expect(filter.apply(track)).toEqual({ ...track, attributes: { Smiling: 0.2 } });
});

import { fileStoreUrl, openStores } from '@vitrine/api';
import { startTestApp, type TestApp } from '@vitrine/api/testing';
import { fillHistory, NOISY } from '@vitrine/tools';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A mall in Berlin with a made-up past, and the whole api over it. */
export async function openMall({
  cameras,
  days,
}: {
  cameras: number;
  days: number;
}): Promise<TestApp & { remove(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vitrine-mall-'));
  const stores = await openStores(fileStoreUrl(dataDir));
  await fillHistory({ stores, cameras, days, timeZone: 'Europe/Berlin', endMs: Date.now(), rules: NOISY });
  await stores.close();
  const test = await startTestApp({ dataDir, config: 'site: { timeZone: Europe/Berlin }\n' });
  return {
    ...test,
    remove: async () => {
      await test.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

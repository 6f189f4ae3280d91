import { fileStoreUrl, openStores } from '@vitrine/api';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { daysOf, fillHistory, NOISY } from './fill.js';

const CAMERAS = 30;

/**
 * Fills a data folder with made-up visits where `--history 28d` asks for it.
 * @param dataDir the demo's own; a temporary one when absent
 * @returns the folder as an option of the service; nothing where no history is asked for
 */
export async function demoHistory(args: readonly string[], dataDir?: string): Promise<{ dataDir?: string }> {
  const at = args.indexOf('--history');
  if (at < 0) return {};
  const days = daysOf(args[at + 1] ?? '');
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'vitrine-demo-'));
  const stores = await openStores(fileStoreUrl(folder));
  try {
    if ((await stores.counts.standing()).isSynthetic) return { dataDir: folder };
    console.log(`demo: making up ${days} days of visits before ${CAMERAS} cameras (marked as synthetic wherever they are shown)`);
    const started = performance.now();
    await fillHistory({ stores, cameras: CAMERAS, days, timeZone: 'UTC', endMs: Date.now(), rules: NOISY });
    console.log(`demo: made up in ${((performance.now() - started) / 1000).toFixed(0)} s, kept in ${folder}`);
  } finally {
    await stores.close();
  }
  return { dataDir: folder };
}

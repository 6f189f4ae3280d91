import { join } from 'node:path';
import { openDuckDbFile } from './duckdb-file.js';
import { DuckDbStore } from './duckdb-store.js';
import type { Store } from './store.js';

/** Opens `vitrine.duckdb` in the data folder. @throws StoreError */
export async function openStore(dataDir: string): Promise<Store> {
  return new DuckDbStore(await openDuckDbFile(join(dataDir, 'vitrine.duckdb')));
}

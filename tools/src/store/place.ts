import { resolve } from 'node:path';

/** Where the service keeps its data, as it reads it from its environment. */
export type StorePlace =
  { readonly kind: 'file'; readonly dataDir: string } | { readonly kind: 'postgres'; readonly environment: NodeJS.ProcessEnv };

export function storePlace(variables: NodeJS.ProcessEnv): StorePlace {
  const url = variables['VITRINE_STORE'];
  if (!url) return { kind: 'file', dataDir: resolve(variables['VITRINE_DATA_DIR'] || './data') };
  const { hostname, port, username, password, pathname } = new URL(url);
  // By the environment and not as an argument, which every process of the machine can read.
  const environment = {
    ...variables,
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
  return { kind: 'postgres', environment };
}

/** Something that the person at the keyboard has to do first. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** Ends the program with what went wrong, without a stack where the message says it all. */
export async function orExplain(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof BackupError) && (error as Error).name !== 'StoreError') throw error;
    console.error(`vitrine: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

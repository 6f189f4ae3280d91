import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSecret } from './secrets.js';

const TOKEN_FILE = 'admin-token';

export interface AdminToken {
  readonly value: string;
  /** The file that a freshly generated token was written to; null when it was given or read. */
  readonly generatedInto: string | null;
}

/** @param given `VITRINE_TOKEN`; when null the token kept in the data folder is used, or one is generated and kept there (mode 0600) */
export function obtainToken(given: string | null, dataDir: string): AdminToken {
  if (given !== null) return { value: given, generatedInto: null };
  const file = join(dataDir, TOKEN_FILE);
  if (existsSync(file)) {
    // A restored backup may have lost its mode.
    chmodSync(file, 0o600);
    const kept = readFileSync(file, 'utf8').trim();
    if (kept !== '') return { value: kept, generatedInto: null };
  }
  const value = newSecret();
  writeFileSync(file, `${value}\n`, { mode: 0o600 });
  return { value, generatedInto: file };
}

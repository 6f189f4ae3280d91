import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = process.env['VITRINE_TEST_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** A file of the sample data, or null where it is absent; tests skip then and say so. The data is never part of the project. */
export function sampleFile(...segments: string[]): string | null {
  const path = join(ROOT, ...segments);
  return existsSync(path) ? path : null;
}

/** What a skipped test tells the reader to do. */
export const SAMPLE_DATA_REMEDY = `SKIPPED without sample data in ${ROOT}: set VITRINE_TEST_DATA to a folder with videos/ and celeba/`;

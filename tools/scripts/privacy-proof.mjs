// `npm run test:privacy`: the tests of what the privacy page promises; when all pass, the page says when that was.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './setup.mjs';

/** Where the service reads it. */
const PROOF = join(ROOT, 'apps/api/privacy-proof.json');

/** Writes down that so many tests of privacy passed now. */
export function recordProof(tests) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'apps/api/package.json'), 'utf8'));
  writeFileSync(PROOF, `${JSON.stringify({ at: new Date().toISOString(), version, tests })}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-privacy-'));
  const report = join(folder, 'report.json');
  const args = ['vitest', 'run', '--project', 'privacy', '--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync('npx', args, { cwd: ROOT, stdio: 'inherit' });
  if (status === 0) recordProof(JSON.parse(readFileSync(report, 'utf8')).numPassedTests);
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = status ?? 1;
}

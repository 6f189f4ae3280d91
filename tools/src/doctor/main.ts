// `npm run doctor`: what is wrong with this installation, and what to do about it.
import { statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { examine } from './examine.js';
import { tableOf } from './table.js';

const findings = await examine({
  root: fileURLToPath(new URL('../../../', import.meta.url)),
  env: process.env,
  nowMs: Date.now(),
  nodeVersion: process.version,
  freeBytes: (path) => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  },
});
console.log(tableOf(findings));
const wrong = findings.filter(({ verdict }) => verdict === 'wrong').length;
console.log(wrong === 0 ? '\nNothing is wrong.' : `\n${wrong} of ${findings.length} are wrong; the remedies stand below them.`);
process.exitCode = wrong === 0 ? 0 : 1;
